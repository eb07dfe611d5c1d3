# Create the key that edx-platform uses, limited to its own indexes. Its value
# derives from its uid and the master key, so it is known beforehand.
set -e

python - <<'PYTHON'
import meilisearch
from meilisearch.errors import MeilisearchApiError

uid = {{ "%r"|format(MEILISEARCH_API_KEY_UID) }}
client = meilisearch.Client({{ "%r"|format(MEILISEARCH_URL) }}, {{ "%r"|format(MEILISEARCH_MASTER_KEY) }})
try:
    client.get_key(uid)
except MeilisearchApiError as error:
    if error.code != "api_key_not_found":
        raise
    client.create_key(
        {
            "name": "Open edX",
            "uid": uid,
            "actions": ["*"],
            "indexes": [{{ "%r"|format(MEILISEARCH_INDEX_PREFIX ~ "*") }}],
            "expiresAt": None,
        }
    )
    print("Meilisearch key created")
else:
    print("Meilisearch key exists already")
PYTHON
