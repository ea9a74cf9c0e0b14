package import LwM2M

/// Writes the values of sources to the Objects when they are due, as the module's own side does.
package struct ValueFeed {
    private var sources: [ValueSource]
    /// The sources whose last value was refused: each refusal is reported once.
    private var refused: [Path: String] = [:]
    private let start: Double

    /// - Parameter start: when the sources begin, on the owner's clock.
    package init(_ sources: [ValueSource], start: Double) { (self.sources, self.start) = (sources, start) }

    /// When the next value is due, on the owner's clock; nil after the last one.
    package var nextDeadline: Double? { sources.compactMap(\.nextTime).min().map { start + $0 } }

    /// Writes what is due.
    ///
    /// - Returns: what was refused, unless it was already reported with the same message, with its place.
    package mutating func advance(to time: Double, in model: any DataModel) -> [String] {
        var faults: [String] = []
        for index in sources.indices {
            while let due = sources[index].nextTime, start + due <= time, let sample = sources[index].next() {
                let source = sources[index]
                do throws(LwM2MError) {
                    try Self.write(sample, to: source.path, in: model)
                    sources[index].take()
                    refused[source.path] = nil
                } catch {
                    let words = "\(source.place): \(source.path): \(error)"
                    if refused.updateValue(words, forKey: source.path) != words { faults.append(words) }
                }
            }
        }
        return faults
    }

    private static func write(
        _ sample: ValueSource.Sample, to path: Path, in model: any DataModel
    ) throws(LwM2MError) {
        guard let object = path.object, let id = path.resource, let definition = model.definition(of: object) else {
            throw LwM2MError(.notFound, "there is no such Object")
        }
        guard let resource = definition[id] else { throw LwM2MError(.notFound, "\(path) is not defined") }
        guard let value = sample.value(as: resource.type) else {
            throw LwM2MError(.badRequest, "\(sample) is no \(resource.type.rawValue)")
        }
        let content: ResourceContent =
            path.resourceInstance.map { .multiple([ResourceInstance(id: $0, value: value)]) } ?? .single(value)
        try model.write(
            [Resource(id: id, content: content)], to: path,
            mode: path.resourceInstance == nil ? .replace : .partialUpdate, from: .host)
    }
}

extension ValueSource.Sample: CustomStringConvertible {
    /// `21.5`, `"idle"`.
    package var description: String {
        switch self {
        case .number(let number): "\(number)"
        case .text(let text): "\"\(text)\""
        }
    }
}
