#!/bin/sh
# /usr/local/sbin/sagsgang: any command of the desk as its own user, with its settings. For root; files by their whole path.
exec systemd-run --quiet --pty --pipe --wait --collect \
    --property=User=sagsgang --property=EnvironmentFile=/etc/sagsgang.env --property=UMask=0077 \
    /opt/sagsgang/.venv/bin/sagsgang "$@"
