/// The shells that can complete what is typed after the name of the program.
package enum Shell: String, CaseIterable {
    case bash, zsh, fish

    /// A text as one word of a command line, quoted if necessary.
    package static func word(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._-/+:,=@%".utf8.contains(byte)
                }
            }
        return isPlain && !text.hasPrefix("-") ? text : quoted(text.hasPrefix("-") ? "./" + text : text)
    }

    /// A text in single quotes, as all of the shells read it.
    package static func quoted(_ text: String) -> String {
        "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }
}
