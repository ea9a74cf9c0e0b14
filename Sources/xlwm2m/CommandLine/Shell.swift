/// The shells that complete what is typed after `xlwm2m`.
enum Shell: String, CaseIterable {
    case bash, zsh, fish
}
