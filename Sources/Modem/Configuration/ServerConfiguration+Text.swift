extension ServerConfiguration {
    /// All fields for NVM: `721,0,1,255,1,0,0,0,40,0,0,0`.
    public var text: String { Field.allCases.map { String(self[$0]) }.joined(separator: ",") }

    /// Reads what `text` wrote; nil for anything else.
    public init?(_ text: String) {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == Field.allCases.count, !numbers.contains(nil) else { return nil }
        self.init(serverID: 0)
        for (field, number) in zip(Field.allCases, numbers) { self[field] = number ?? 0 }
    }
}
