/// A message of Lua taken apart into its line and its words.
struct ErrorPlace {
    /// 0 where the message names no line of the file.
    var line = 0
    var message: String

    /// - Parameter text: `object_x.lua:41: attempt to index a nil value`.
    init(_ text: String, file: String) {
        message = text
        guard text.hasPrefix(file + ":") else { return }
        let rest = text.dropFirst(file.count + 1)
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard let line = Int(digits) else { return }
        self.line = line
        var words = rest.dropFirst(digits.count)
        if words.hasPrefix(":") { words = words.dropFirst() }
        message = words.hasPrefix(" ") ? String(words.dropFirst()) : String(words)
    }
}
