/// One command of a line, before anyone knows whether there is such a command.
struct ATRequest: Equatable {
    /// In upper case: `+ULWM2MLIST`, `E`, `&K`, `S`.
    var name: String
    var form: ATForm
    /// What stands behind the name and the form; the number of a basic command stands here too.
    var parameters: ATParameters
    /// Where the name begins in the line, from 1.
    var column: Int
}
