/// One link of a payload in link format.
///
/// - Source: RFC 6690 §2.
public struct Link: Hashable, Sendable {
    /// One parameter, `dim=2` or `rt="oma.lwm2m"`.
    public struct Parameter: Hashable, Sendable {
        public var name: String
        /// Without quotes; nil where the parameter has no value.
        public var value: String?
        /// Whether the value is written in quotes.
        public var isQuoted: Bool

        public init(_ name: String, _ value: String?, isQuoted: Bool = false) {
            self.name = name
            self.value = value
            self.isQuoted = isQuoted
        }
    }

    /// What stands between `<` and `>`, `/3/0`.
    public var target: String
    public var parameters: [Parameter]

    public init(_ target: String, parameters: [Parameter] = []) {
        self.target = target
        self.parameters = parameters
    }

    /// The value of the first parameter with a name; nil where there is none or it has no value.
    public subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }
}

extension Link: CustomStringConvertible {
    /// The link as it is sent, `</3/0/7>;dim=2`.
    public var description: String {
        var text = "<\(target)>"
        for parameter in parameters {
            text += ";\(parameter.name)"
            guard let value = parameter.value else { continue }
            text += parameter.isQuoted ? "=\"\(value)\"" : "=\(value)"
        }
        return text
    }
}
