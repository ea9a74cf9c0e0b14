extension String {
    /// The text of bytes; nil if they are not UTF-8.
    package init?(utf8 bytes: [UInt8]) {
        // Nearly all texts are ASCII, which is faster to check.
        if bytes.allSatisfy({ $0 < 0x80 }) {
            self.init(decoding: bytes, as: UTF8.self)
        } else {
            self.init(validating: bytes, as: UTF8.self)
        }
    }
}
