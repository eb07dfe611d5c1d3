# Uploads of old releases lie in the data folder; they belong among the media.
mkdir -p /openedx/media
for upload in /openedx/data/uploads/*; do
    name="${upload##*/}"
    if [ ! -e "$upload" ]; then
        continue
    elif [ -e "/openedx/media/$name" ]; then
        echo "keeping $upload: /openedx/media/$name exists already"
    else
        mv "$upload" /openedx/media/
    fi
done
