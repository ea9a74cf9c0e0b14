/// Options that several commands have, with one meaning.
extension CommandOption {
    static let module = CommandOption(
        "--product", value: "PRODUCT", help: "the module to be, SARA-R510S-01B unless told otherwise")
    static let portLog = CommandOption(
        "--at-log", value: "FILE", help: "write what goes over the AT ports, with times")
    static let chaos = CommandOption(
        "--urc-chaos", value: "SEED", help: "URCs come glued, split and between answers")
    static let commands = CommandOption(
        "--exec", value: "COMMANDS", help: "run commands, separated by ';', and end when they are done")
    static let linesOfJSON = CommandOption(
        "--json", help: "one JSON object per line for each answer and each event")
    static let color = CommandOption(
        "--color", value: "WHEN",
        help: "colour and redraw: always, never, or auto: on a terminal,\nunless NO_COLOR is set or TERM is dumb")
    static let recording = CommandOption(
        "--pcap", value: "FILE", help: "record the datagrams; Wireshark opens them decrypted")
}
