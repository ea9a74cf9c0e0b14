/// A vector that cannot be run as it is written, which is a fault of the test and not a pass.
struct VectorFault: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
