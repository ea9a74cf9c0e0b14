import Fleet
import Testing

/// What happens to a fleet, and when.
struct FleetTimelineTests {
    @Test func readsEventsInTheOrderOfTheirTimes() throws {
        let text = """
            # a storm
            at 2min: network-loss 50% for 30s
            at 60: power-cut 30% for 120s

            at 1.5h: reset 0.5%
            at 3s: register 100%
            at 200: deregister 1%
            """
        let timeline = try FleetTimeline(parsing: text, file: "storm")
        #expect(
            timeline.events.map(\.description) == [
                "at 3: register 100%", "at 60: power-cut 30% for 120s", "at 120: network-loss 50% for 30s",
                "at 200: deregister 1%", "at 5400: reset 0.5%",
            ])
    }

    @Test(arguments: [
        "at 60 power-cut 30% for 120s", "at 60: power-cut 30%", "at 60: power-cut 130% for 1s", "at x: reset 1%",
        "at 60: reset 1% for 5s", "at 60: power-cut 30% for 0s", "60: reset 1%", "at 60: explode 1%",
        "at 1e300: reset 1%",
    ])
    func refusesOtherLines(_ line: String) {
        #expect(
            throws: FleetError(
                "storm:2: '\(line)' is not an event: write at 60: power-cut 30% for 120s; "
                    + "there are power-cut, network-loss, reset, register and deregister")
        ) { try FleetTimeline(parsing: "# first\n\(line)\n", file: "storm") }
    }
}
