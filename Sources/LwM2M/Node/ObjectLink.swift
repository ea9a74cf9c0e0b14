/// A reference to an Object Instance, the value of an Objlnk Resource.
///
/// - Source: LwM2M 1.0.1 appendix C.
public struct ObjectLink: Hashable, Sendable {
    public var object: ObjectID
    public var instance: ObjectInstanceID

    public init(object: ObjectID, instance: ObjectInstanceID) {
        self.object = object
        self.instance = instance
    }

    /// The link that refers to nothing, `65535:65535`.
    public static let null = ObjectLink(object: maxID, instance: maxID)

    /// Reads the text form, two decimal ids with a colon between them; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let object = Self.id(parts[0]), let instance = Self.id(parts[1]) else { return nil }
        self.init(object: object, instance: instance)
    }

    private static func id(_ text: Substring) -> UInt16? {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
        return UInt16(text)
    }
}

extension ObjectLink: CustomStringConvertible {
    /// The text form, `11:0`.
    public var description: String { "\(object):\(instance)" }
}
