extension String {
    /// The text with some of its scalars written in another way.
    ///
    /// - Parameter spelling: what is written for a scalar; nil for one that stays.
    public func escaping(_ spelling: (Unicode.Scalar) -> String?) -> String {
        var result = ""
        result.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            if let written = spelling(scalar) { result += written } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }
}
