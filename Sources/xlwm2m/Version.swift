/// The version of this program, as `--version` and generated files state it.
let programVersion = "0.1.0"
