extension ShortServerID {
    /// The number as the id of a server; nil for 0, 65535 and what is out of range.
    public init?(naming number: Int64) {
        guard let id = ShortServerID(exactly: number), id != 0, id != maxID else { return nil }
        self = id
    }
}
