import Testing

/// Runs every vector of the project's own files, and of the folders that `XLWM2M_VECTORS` names.
struct VectorTests {
    @Test(arguments: VectorFolder.vectors) func passes(_ vector: Vector) {
        do {
            // All forms are read, also after one that passes.
            let reports = try ([vector.expected] + vector.accept).map(vector.comparison())
            if reports.contains([]) { return }
            let lines = reports.map { $0.joined(separator: "; ") }.joined(separator: "\n    or: ")
            Issue.record("\(vector.file): \(vector.name): \(lines)")
        } catch {
            Issue.record("\(vector.file): \(vector.name): cannot be run: \(error)")
        }
    }

    @Test func readsEveryFile() {
        for content in VectorFolder.contents {
            for fault in content.faults { Issue.record("\(fault)") }
            print("vectors: \(content.counts.map { "\($0.file) \($0.count)" }.joined(separator: ", "))")
        }
    }

    /// A clone proves each kind by itself.
    @Test func ownFilesCoverEveryTopic() {
        let own = VectorFolder.contents[0]
        #expect(Set(own.vectors.map(\.topic)) == Set(Topics.runs.keys))
        #expect(own.vectors.count > 800)
    }
}
