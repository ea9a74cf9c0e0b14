import FileSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `docs/performance.md`: what was measured, on which machine, and what each row means.
enum PerformancePage {
    /// The text before the table.
    static var head: String {
        """
        # Performance

        `scripts/bench --report` writes this page from its own run of the release build, the program as its user runs it.
        Rows whose name begins with `host-alone` or `at/session` call a part of it without the program around it. Each figure is
        the median of several rounds, with the middle half of them; the baseline was measured in turn with it, so that both
        meet the same moods of the machine.

        Machine: \(machine)

        | measured | median | middle half | baseline | ratio |
        | --- | --- | --- | --- | --- |

        """
    }

    /// The text after the table.
    static let foot = """

        - `start/version`: the whole life of `xlwm2m --version`; the baseline is a Swift program that prints a line, built as
          Swift builds a release with its run time in it.
        - `generate/file`: an Object from a definition, hundreds of them in one process, files written; the baseline copies the
          definitions.
        - `host-alone/...`: a Read, a Write and the load of the generic sensor in the Object host; the baseline is the same Lua,
          called in C.
        - `test/rate`: tests a second, each in a fresh device; the baseline makes a plain Lua state anew for each.
        - `wire/...`: answers a second of `xlwm2m run --server` on one core, asked by a server in C on another with 1 or 32
          requests outstanding; the baseline is a client in C that answers with a constant, over OpenSSL for `dtls`. `log` writes
          a line for each message to a file, all others run with `--quiet`; `lua` is an Object of the user's, and `observed-100`
          and `servers-8` have that many observations and servers beside. `beside-lua` is the same once more, beside a client in
          C that calls the same functions of the Objects before it answers with its constant: what no client can pass.
        - `wire/notify`: notifications a second to a hundred observations of a Resource that the server writes again and again.
        - `at/session` and `at/pty`: commands a second in the AT interface alone, and the time of one over a pseudoterminal.
        - `fleet/...`: a thousand modules against `xlwm2m server`: memory of the process, and processor time to boot, register
          and leave, for each of them.
        """

    private static var machine: String {
        var name = utsname()
        uname(&name)
        let system = [text(of: &name.sysname), text(of: &name.release), text(of: &name.machine)].joined(separator: " ")
        let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        return "\(processor), \(cores) cores, \(system)"
    }

    private static var processor: String {
        guard let bytes = try? Files.read("/proc/cpuinfo") else { return "a processor that the system does not name" }
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix("model name") {
            return line.drop { $0 != ":" }.dropFirst(2).description
        }
        return "a processor that the system does not name"
    }

    private static func text<Field>(of field: inout Field) -> String {
        withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
