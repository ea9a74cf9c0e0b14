extension ObjectInstance {
    /// The content of a Resource; nil where the instance has none with the id.
    public func content(_ id: ResourceID) -> ResourceContent? { resources.first { $0.id == id }?.content }

    /// The one value of a Resource.
    public func single(_ id: ResourceID) -> ResourceValue? {
        if case .single(let value)? = content(id) { value } else { nil }
    }

    /// The one value of a Resource of whole numbers.
    public func integer(_ id: ResourceID) -> Int64? {
        switch single(id) {
        case .integer(let number), .time(let number): number
        case .unsignedInteger(let number): Int64(exactly: number)
        default: nil
        }
    }

    /// The one value of a Resource of texts.
    public func text(_ id: ResourceID) -> String? {
        if case .string(let text)? = single(id) { text } else { nil }
    }
}
