import JSON
import Wording

/// Writes the answer of `+ULWM2MREAD`: LwM2M JSON in the module's own form.
///
/// - Source: UBX-18068860 R09 §5.3.4, §5.3.5.
package struct ATReadEncoder {
    /// The most bytes that an answer may have; a longer Read fails.
    package static let limit = 1024

    /// Whether quotes, backslashes and control characters in texts are escaped. The module copies them as they are,
    /// so the result may not be JSON.
    package var escapesTexts: Bool

    package init(escapesTexts: Bool = false) { self.escapesTexts = escapesTexts }

    /// The answer with a node's content.
    ///
    /// The base name is as deep as possible: it descends while there is a single child that has children of its own. A
    /// single Resource is named twice.
    ///
    /// - throws: 4.13 for an answer longer than the limit, 4.06 for NaN and for a Float outside the range of a 64-bit
    ///   integer.
    package func text(of node: Node, at path: Path) throws(LwM2MError) -> String {
        let base = Self.base(of: node, at: path)
        var writer = JSONWriter(.few)
        writer.beginObject()
        writer.name(plain: "bn")
        writer.string("\(base)/")
        writer.name(plain: "e")
        writer.beginArray()
        for value in LocatedNode(node, at: path).values {
            // The base of a single Resource already names it.
            let name = value.path.suffix(below: base) ?? value.path.suffix(below: base.parent) ?? ""
            writer.beginObject()
            writer.name(plain: "n")
            writer.string(name)
            try write(value.value, to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        let text = String(decoding: writer.bytes, as: UTF8.self)
        guard text.utf8.count <= Self.limit else {
            throw LwM2MError(
                .requestEntityTooLarge, "\(path) takes \(text.utf8.count) bytes, and an answer has \(Self.limit)")
        }
        return text
    }

    private static func base(of node: Node, at path: Path) -> Path {
        switch node {
        case .object(_, let instances):
            guard instances.count == 1 else { return path }
            return base(of: .instance(instances[0]), at: path.appending(instances[0].id))
        case .instance(let instance):
            guard instance.resources.count == 1, case .multiple = instance.resources[0].content else { return path }
            return path.appending(instance.resources[0].id)
        case .resource, .resourceInstance: return path
        }
    }

    private func write(_ value: ResourceValue, to writer: inout JSONWriter) throws(LwM2MError) {
        let field = value.jsonField
        writer.name(plain: field.name)
        if case .float(let number) = value { return writer.literal(try Self.text(of: number)) }
        switch field {
        case .number(let text): writer.literal(text)
        case .boolean(let flag): writer.literal(flag ? "true" : "false")
        case .string(let text), .objectLink(let text):
            if escapesTexts { writer.string(text) } else { writer.literal("\"\(text)\"") }
        }
    }

    /// A Float without exponent and trailing zeros, with as many places as single precision can tell apart.
    private static func text(of number: Double) throws(LwM2MError) -> String {
        guard !number.isNaN else {
            throw LwM2MError(.notAcceptable, "the Float is NaN, which is not a number, and JSON has only numbers")
        }
        guard number > -0x1p63, number < 0x1p63 else {
            throw LwM2MError(.notAcceptable, "the Float \(number) is outside the range of a 64-bit integer")
        }
        var whole = number.rounded(.towardZero)
        let fraction = abs(number - whole)
        let noise = Double(Float.ulpOfOne)
        var places = 0
        var scale = 1.0
        while places < 7, abs(fraction * scale - (fraction * scale).rounded()) > noise * scale {
            places += 1
            scale *= 10
        }
        var digits = Int64((fraction * scale).rounded())
        if digits == Int64(scale) {
            whole += number < 0 ? -1 : 1
            digits = 0
        }
        let sign = number < 0 && (whole != 0 || digits != 0) ? "-" : ""
        let front = sign + String(Int64(whole).magnitude)
        guard digits > 0 else { return front }
        return front + "." + Digits.padded(digits, to: places)
    }
}
