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

    private static let form = "write at TIME: EVENT SHARE, as at 60: power-cut 30% for 120s"
    static let refused = [
        ("at 60 power-cut 30% for 120s", form), ("60: reset 1%", form), ("at noon", form),
        ("at 60: power-cut 30%", "power-cut says how long: power-cut 30% for 120s"),
        ("at 60: network-loss 30% 5s now", "network-loss says how long: network-loss 30% for 120s"),
        ("at 60: power-cut 130% for 1s", "'130%' is not a share: write 0% to 100%"),
        ("at x: reset 1%", "'x' is not a time of at most a year: write 60, 60s, 2min or 1h"),
        ("at 1e300: reset 1%", "'1e300' is not a time of at most a year: write 60, 60s, 2min or 1h"),
        ("at 60: reset 1% for 5s", "unexpected 'for'"), ("at 60: power-cut 1% for 5s or 6s", "unexpected 'or'"),
        ("at 60: power-cut 30% for 0s", "power-cut lasts for more than 0 s"),
        (
            "at 60: power-cutt 1% for 5s",
            "there is no event power-cutt; did you mean 'power-cut'?; there are power-cut, network-loss, reset, register, "
                + "deregister"
        ),
    ]
    @Test(arguments: refused) func saysWhatIsWrong(_ line: String, _ why: String) {
        #expect(throws: FleetError("storm:2: '\(line)': \(why)")) {
            try FleetTimeline(parsing: "# first\n\(line)\n", file: "storm")
        }
    }
}
