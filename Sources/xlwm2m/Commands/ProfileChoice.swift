import Modem

/// The operator profile that a word of the command line names.
enum ProfileChoice {
    /// The profile of that number.
    ///
    /// - throws: a usage failure for an unknown one.
    static func profile(_ text: String) throws -> MNOProfile {
        guard let number = Int(text), let profile = MNOProfile.numbered(number) else {
            let known = MNOProfile.all.map { String($0.number) }.joined(separator: ", ")
            throw CommandFailure.usage("unknown operator profile '\(text)'; there are \(known)")
        }
        return profile
    }
}
