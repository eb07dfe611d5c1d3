# Permissions, where the package that manages them is part of the image
if python -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec("openedx_authz") is None)'; then
    ./manage.py {{ variant }} load_policies
else
    echo "openedx-authz is not installed: no policies to load"
fi
