extension ATField {
    /// - throws: where the parameter at a place is not what the field takes.
    func check(_ parameters: ATParameters, at index: Int) throws(ATError) {
        do throws(ATError) {
            try look(parameters, index)
        } catch {
            throw ATError(code, error.message, column: error.column)
        }
    }

    private func look(_ parameters: ATParameters, _ index: Int) throws(ATError) {
        guard index < parameters.count, parameters.list[index].value != .omitted else {
            guard isRequired else { return }
            throw .syntax(
                "<\(name)> is missing", column: index < parameters.count ? parameters.list[index].column : nil)
        }
        let column = parameters.list[index].column
        switch values {
        case .numbers(let ranges):
            if ranges.count == 1 {
                _ = try parameters.integer(index, name, in: ranges[0])
                return
            }
            let value = try parameters.integer(index, name)
            guard ranges.contains(where: { $0.contains(value) }) else {
                throw .syntax("<\(name)> is \(value), not one of \(shown.dropFirst().dropLast())", column: column)
            }
        case .mask:
            guard case .number(let text) = parameters.list[index].value, UInt64(text) != nil else {
                throw .syntax("<\(name)> '\(parameters.list[index].text)' is no number of 64 bits", column: column)
            }
        case .words(let words):
            let text = try parameters.string(index, name)
            guard words.contains(text.uppercased()) || words.contains(text) else {
                throw .syntax("<\(name)> '\(text)' is none of \(words.joined(separator: ", "))", column: column)
            }
        case .bits(let count):
            let text = try parameters.string(index, name)
            guard text.utf8.count == count, text.utf8.allSatisfy({ $0 == 48 || $0 == 49 }) else {
                throw .syntax("<\(name)> '\(text)' is not \(count) binary digits", column: column)
            }
        case .text(let length):
            let bytes = try parameters.bytes(index, name)
            guard length.contains(bytes.count) else {
                throw .syntax(
                    "<\(name)> has \(bytes.count) bytes, not \(length.lowerBound) to \(length.upperBound)",
                    column: column)
            }
        case .nothing: throw .syntax("<\(name)> is not taken here", column: column)
        }
    }
}
