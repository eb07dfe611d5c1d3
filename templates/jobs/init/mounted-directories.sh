# Folders mounted over those of the image hide what was installed from them:
# install it again, from the folders themselves.
set -e

for folder in /mnt/*; do
    if [ ! -f "$folder/setup.py" ]; then
        continue
    fi
    if [ -n "$(find "$folder" -maxdepth 1 -name '*.egg-info' -print -quit)" ]; then
        continue
    fi
    echo "installing $folder"
    pip install -e "$folder"
done

# The image puts this file where a mounted edx-platform hides it.
if [ -f /openedx/edx-platform/bindmount-canary ]; then
    echo "edx-platform is the one of the image: nothing to install"
    exit 0
fi

echo "edx-platform is mounted: installing it, with its Node packages and static files"
cd /openedx/edx-platform
pip install -e .
npm clean-install
npm run build-dev
