/// The parameters of a set command, in one place for its test form and for the check of what is typed.
///
/// What depends on several parameters at once is checked by the command itself.
public struct ATSyntax: Sendable {
    private let make: @Sendable (ATModule, Int?) -> [ATField]
    /// Whether the test form prints the ranges; else it answers `OK` alone.
    let isShown: Bool

    /// Parameters that are the same on all products.
    init(_ fields: ATField...) {
        make = { _, _ in fields }
        isShown = true
    }

    private init(isShown: Bool, _ make: @escaping @Sendable (ATModule, Int?) -> [ATField]) {
        self.make = make
        self.isShown = isShown
    }

    /// Parameters that depend on the module.
    static func of(_ make: @escaping @Sendable (ATModule) -> [ATField]) -> ATSyntax {
        ATSyntax(isShown: true) { module, _ in make(module) }
    }

    /// Parameters of a command whose test form answers `OK` alone.
    static func unshown(_ fields: ATField...) -> ATSyntax { ATSyntax(isShown: false) { _, _ in fields } }

    /// The same, where the meaning depends on how many there are.
    ///
    /// - Parameter make: gets the number of parameters that were typed; nil for the longest form.
    static func unshown(_ make: @escaping @Sendable (ATModule, Int?) -> [ATField]) -> ATSyntax {
        ATSyntax(isShown: false, make)
    }

    /// The parameters on a module.
    ///
    /// - Parameter count: how many were typed; nil for the longest form.
    public func fields(on module: ATModule, count: Int? = nil) -> [ATField] { make(module, count) }

    /// What the test form prints behind the name.
    func shown(on module: ATModule) -> String {
        fields(on: module).filter { !$0.isHidden }.map(\.shown).joined(separator: ",")
    }

    /// - throws: the first parameter that is wrong, missing, or too many.
    func check(_ parameters: ATParameters, on module: ATModule) throws(ATError) {
        let fields = fields(on: module, count: parameters.count)
        let least = (fields.lastIndex(where: \.isRequired) ?? -1) + 1
        try parameters.expect(least...max(least, fields.count))
        for (index, field) in fields.enumerated() { try field.check(parameters, at: index) }
    }
}
