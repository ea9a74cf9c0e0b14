/// Texts as command lines take them.
package enum ATText {
    /// A text in quotes, with a backslash in front of each quote and backslash in it.
    ///
    /// - Source: UBX-18068860 R09 §5.1.
    package static func quoted(_ text: String) -> String {
        "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
    }
}
