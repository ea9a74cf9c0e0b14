/// Why no file can be made from an Object: what is wrong, a colon, and what to do.
package struct GeneratorError: Error, Hashable, Sendable, CustomStringConvertible {
    package var message: String
    package init(_ message: String) { self.message = message }
    package var description: String { message }
}
