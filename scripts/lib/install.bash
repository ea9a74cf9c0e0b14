# shellcheck shell=bash disable=SC2154
# What a package and an installation by hand have in common. The scripts source it; `root` is the top of the checkout.

# The version that the program tells.
version_of() { "$1" --version | cut -d ' ' -f 2; }

# install_tree PROGRAM TOP ZSH: puts the program and everything that belongs to it below TOP, as /usr/local; ZSH is the
# folder of zsh's completions below it. Prints the paths of the files, one a line, relative to TOP.
install_tree() {
    local program=$1 top=$2 zsh=$3 work
    work=$(mktemp -d)
    mkdir -p "$top"
    install -D -m 755 "$program" "$work/bin/xlwm2m"
    # The debugger has no use for it without the sources; a third of the size remains.
    if command -v strip >/dev/null; then strip "$work/bin/xlwm2m"; fi
    install_text "$work/share/man/man1/xlwm2m.1" "$program" help --man
    install_text "$work/share/bash-completion/completions/xlwm2m" "$program" completions bash
    install_text "$work/$zsh/_xlwm2m" "$program" completions zsh
    install_text "$work/share/fish/vendor_completions.d/xlwm2m.fish" "$program" completions fish
    # What init writes for the Lua language server, for folders that init did not make.
    "$program" init "$work/init" >/dev/null
    mkdir -p "$work/share/xlwm2m"
    mv "$work/init/library" "$work/share/xlwm2m/library"
    rm -rf "$work/init"
    mkdir -p "$work/share/doc/xlwm2m/examples"
    cp "$root"/objects/examples/* "$work/share/doc/xlwm2m/examples/"
    cp "$root"/README.md "$root"/SECURITY.md "$work/share/doc/xlwm2m/"
    cp -r "$root/docs" "$work/share/doc/xlwm2m/docs"
    find "$work" -type d -exec chmod 755 {} +
    find "$work/share" -type f -exec chmod 644 {} +
    (cd "$work" && find . -type f | sed 's|^\./||' | LC_ALL=C sort)
    cp -R "$work/." "$top/"
    rm -rf "$work"
}

# install_text FILE COMMAND...: what a command writes, as a file.
install_text() {
    local file=$1
    shift
    mkdir -p "${file%/*}"
    "$@" >"$file"
}

# The program to install: the one that was named, or a release that is built where it has to be.
program_or_release() {
    if [[ -n $1 ]]; then
        if [[ ! -x $1 ]]; then
            echo "$1 is no program: name the built xlwm2m, or leave --program out" >&2
            exit 3
        fi
        echo "$1"
        return
    fi
    # shellcheck source=scripts/lib/build.bash
    source "$root/scripts/lib/build.bash"
    # In a substitution the shell goes on after a failure unless it is told not to.
    build_release xlwm2m || exit
    echo "$root/.build/release/xlwm2m"
}
