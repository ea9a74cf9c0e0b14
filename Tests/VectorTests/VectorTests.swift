import Testing

/// Runs every vector of every file in the folder that `XLWM2M_VECTORS` names.
@Suite(
    .enabled(
        if: VectorFolder.found != nil,
        "no vectors: set XLWM2M_VECTORS to their folder, or put it beside the checkout as ../shared/vectors"))
struct VectorTests {
    @Test(arguments: VectorFolder.content.vectors) func passes(_ vector: Vector) {
        do {
            guard let check = Topics.checks[vector.topic] else {
                throw VectorFault("the topic '\(vector.topic)' is not known to this test")
            }
            var reports: [String] = []
            for expected in [vector.expected] + vector.accept {
                let differences = try check(vector, expected)
                if differences.isEmpty { return }
                reports.append(differences.joined(separator: "; "))
            }
            Issue.record("\(reports.joined(separator: "\n    or: "))")
        } catch {
            Issue.record("cannot be run: \(error)")
        }
    }

    @Test func readsEveryFile() {
        let content = VectorFolder.content
        for fault in content.faults { Issue.record("\(fault)") }
        let counts = content.counts.map { "\($0.file) \($0.count)" }.joined(separator: ", ")
        print("vectors: \(content.vectors.count) in \(VectorFolder.found?.path ?? "")\n  \(counts)")
    }
}
