import JSON
package import LiveModule

/// The time line of a whole run, to be kept as a page that stands alone.
package final class ModuleRecording {
    private let recorder: ModuleRecorder
    private let view: ModuleView
    private var timeline = Timeline(mostEntries: 200_000, mostBytes: 64 << 20)
    private var reader: Int?
    /// The Objects and their values as they were before the end of the run.
    private var kept: (objects: JSONValue, values: JSONValue)?

    /// Begins at once.
    ///
    /// - Parameter program: its name and version, for the page.
    package init(_ recorder: ModuleRecorder, _ run: ModuleRun, _ wire: ServerWire, program: String) {
        self.recorder = recorder
        view = ModuleView(run: run, client: wire.client, program: program)
        reader = recorder.addReader { [unowned self] entry in timeline.add(entry) }
    }

    deinit { if let reader { recorder.removeReader(reader) } }

    /// Keeps the Objects as they are now: a module that is off has none.
    package func keepObjects() { kept = (view.objects, view.values) }

    /// The page with everything so far.
    package var html: [UInt8] {
        Self.html(timeline, view, objects: kept?.objects ?? view.objects, values: kept?.values ?? view.values)
    }

    static func html(_ timeline: Timeline, _ view: ModuleView, objects: JSONValue, values: JSONValue) -> [UInt8] {
        let head =
            "{\"module\":\(view.json.text),\n\"objects\":\(objects.text),\n\"values\":\(values.text),\n\"entries\":"
        let record =
            Array(head.utf8)
            + timeline.json + [UInt8(ascii: "}")]
        return PageText.html(kind: "module", nonce: PageText.nonce(), record: record)
    }
}
