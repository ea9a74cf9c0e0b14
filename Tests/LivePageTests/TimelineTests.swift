import JSON
import LivePage
import Testing

/// What is kept of what happened, and how it is told.
struct TimelineTests {
    private static func read(_ reader: inout TimelineReader, _ timeline: Timeline, room: Int = 10_000) -> String {
        String(decoding: reader.read(room, of: timeline), as: UTF8.self)
    }

    @Test func tellsEachEntryOnce() {
        var timeline = Timeline()
        timeline.add("a")
        var reader = TimelineReader(after: nil, of: timeline)
        #expect(Self.read(&reader, timeline) == "retry: 1000\n\nid: 1\ndata: \"a\"\n\n")
        #expect(Self.read(&reader, timeline) == "")
        timeline.add("b")
        #expect(Self.read(&reader, timeline) == "id: 2\ndata: \"b\"\n\n")
        #expect(String(decoding: timeline.json, as: UTF8.self) == "[\"a\",\n\"b\"]")
    }

    @Test func goesOnWhereAReaderWas() {
        var timeline = Timeline()
        for text in ["a", "b", "c"] { timeline.add(.string(text)) }
        var reader = TimelineReader(after: 2, of: timeline)
        #expect(Self.read(&reader, timeline) == "retry: 1000\n\nid: 3\ndata: \"c\"\n\n")
        // A number of a run that was longer.
        var other = TimelineReader(after: 700, of: timeline)
        #expect(Self.read(&other, timeline).hasPrefix("retry: 1000\n\nid: 1\n"))
    }

    @Test func comesInPiecesOfAnySize() {
        var timeline = Timeline()
        for text in ["a", "b"] { timeline.add(.string(text)) }
        for room in 1...30 {
            var reader = TimelineReader(after: nil, of: timeline)
            var text = ""
            while case let piece = Self.read(&reader, timeline, room: room), !piece.isEmpty { text += piece }
            #expect(text == "retry: 1000\n\nid: 1\ndata: \"a\"\n\nid: 2\ndata: \"b\"\n\n")
        }
    }

    @Test func saysWhatIsGone() {
        var timeline = Timeline(mostEntries: 3)
        var reader = TimelineReader(after: nil, of: timeline)
        _ = Self.read(&reader, timeline)
        for number in 0..<5000 { timeline.add(.integer(Int64(number))) }
        #expect(Self.read(&reader, timeline).hasPrefix("event: gap\ndata: 4997\n\nid: 4998\ndata: 4997\n\n"))
        #expect(timeline.first == 4998 && timeline.next == 5001 && timeline[4997] == nil && timeline[5001] == nil)
    }

    @Test func holdsNoMoreBytesThanItMay() {
        var timeline = Timeline(mostBytes: 100)
        for _ in 0..<10 { timeline.add(.string(String(repeating: "x", count: 28))) }
        #expect(timeline.next - timeline.first == 3)
        timeline.add(.string(String(repeating: "y", count: 500)))
        #expect(timeline.next - timeline.first == 1)
    }

    @Test func givesASignOnlyBetweenEntries() {
        var timeline = Timeline()
        timeline.add("abcdef")
        var reader = TimelineReader(after: nil, of: timeline)
        #expect(Self.read(&reader, timeline, room: 19) == "retry: 1000\n\nid: 1\n")
        reader.addSign("{}")
        #expect(Self.read(&reader, timeline) == "data: \"abcdef\"\n\n")
        reader.addSign("{}")
        #expect(Self.read(&reader, timeline) == "event: sign\ndata: {}\n\n")
    }
}
