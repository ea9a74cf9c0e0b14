# shellcheck shell=bash disable=SC2154
# The servers and clients in Python that the integration tests talk to. The scripts source it; `root` is the top of the
# checkout.

# Brings them into .build-peers, where they disturb nothing of the system. Does nothing where they are there already.
install_peers() {
    local wanted=$root/Tests/IntegrationTests/Peers/requirements.txt folder=$root/.build-peers
    if cmp -s "$wanted" "$folder/installed.txt"; then return; fi
    if [[ -n ${XLWM2M_NO_INSTALL-} ]]; then
        echo "the peers of the integration tests are missing: run this without XLWM2M_NO_INSTALL" >&2
        exit 3
    fi
    echo "installing the peers of the integration tests into .build-peers" >&2
    rm -rf "$folder"
    if ! python3 -m venv "$folder" </dev/null >&2 ||
        ! "$folder/bin/python" -m pip install --quiet --disable-pip-version-check -r "$wanted" </dev/null >&2; then
        echo "the packages in Tests/IntegrationTests/Peers/requirements.txt could not be installed" >&2
        exit 3
    fi
    cp "$wanted" "$folder/installed.txt"
}
