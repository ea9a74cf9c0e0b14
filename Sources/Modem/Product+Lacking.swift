extension Product {
    /// The name with each of the type numbers for which it stands, the one that the module reports first:
    /// `SARA-R410M-02B-04`. A name with a type number is the only one; where no number is known it is 00.
    ///
    /// - Source: UBX-20009652 R02 §9.1.2 for the form.
    public var orderingCodes: [String] {
        if name.split(separator: "-").count > 3 { return [name] }
        return (types.isEmpty ? ["00"] : types).map { name + "-" + $0 }
    }

    /// Why Objects of the host are not served, and which product serves them; nil where this one does.
    public var whyNoLua: String? {
        guard !supportsLua else { return nil }
        let advice = successor.map { "take \($0) (\(Self.named($0)?.orderingCodes.joined(separator: ", ") ?? ""))" }
        return "\(name) runs no Lua Objects of yours, its LwM2M client is for updates of the firmware alone: "
            + (advice ?? "take another product version")
    }
}
