import JSON
import LwM2M
import LwM2MClient
import Wording

/// The servers of the client, for people and for programs.
enum ServerText {
    static func text(_ reports: [ServerReport]) -> String {
        guard !reports.isEmpty else { return "no accounts of servers" }
        var table = TextTable(
            ["server", "URI", "state", "next", "lifetime", "binding", "observes"], alignedRight: [0, 3, 4])
        for report in reports {
            table.add([
                "\(report.shortServerID)", Printable.escaped(report.uri),
                "\(report.state)" + (report.isResting ? ", resting" : ""),
                report.secondsLeft.map { "\($0) s" } ?? "", "\(report.lifetime) s", Printable.escaped(report.binding),
                report.observations.map(\.description).joined(separator: " "),
            ])
        }
        return table.text
    }

    static func json(_ report: ServerReport) -> JSONValue {
        .members([
            "ssid": .integer(Int64(report.shortServerID)), "uri": .string(report.uri),
            "state": .string("\(report.state)"), "next": report.secondsLeft.map { .integer(Int64($0)) },
            "lifetime": .integer(report.lifetime), "binding": .string(report.binding),
            "observes": .array(report.observations.map { .string("\($0)") }), "resting": .boolean(report.isResting),
        ])
    }
}
