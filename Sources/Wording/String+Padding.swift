extension String {
    /// The text with blanks behind it, up to a width in columns; as it is where it is longer.
    public func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - columns)) }

    /// The text with blanks in front of it, up to a width in columns; as it is where it is longer.
    public func indented(to width: Int) -> String { String(repeating: " ", count: max(0, width - columns)) + self }
}
