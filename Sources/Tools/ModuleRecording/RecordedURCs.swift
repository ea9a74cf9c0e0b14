/// The URCs of a recorded module after a command, held against those of the emulated one: which, and in which order.
enum RecordedURCs {
    /// What tells of the network or of the time that is left, not of the product.
    private static let ofTheNetwork = [
        "+CREG:", "+CGREG:", "+CEREG:", "+CGEV:", "+CTZV:", "+CTZE:", "+CTZR:", "+CIEV:", "+UUPSDA:", "+UUPSDD:",
        "+UREG:", "+CSCON:", "+ULWM2MSTAT: 2,", "+ULWM2MSTAT: 0,", "+ULWM2MSTAT: 1,", "+ULWM2MSTAT: 3,",
        "+ULWM2MSTAT: 6,",
    ]

    /// The lines that are compared.
    static func told(_ lines: [String]) -> [String] {
        lines.filter { line in
            line.hasPrefix("+") && !ofTheNetwork.contains(where: line.hasPrefix)
        }
    }
}
