/// The shells that complete what is typed after `xlwm2m`.
enum Shell: String, CaseIterable {
    case bash, zsh, fish

    /// A text in single quotes, as all of them read it.
    static func quoted(_ text: String) -> String {
        "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }
}
