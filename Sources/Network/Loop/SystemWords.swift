#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The system's errors as it words them.
enum SystemWords {
    static func of(_ number: Int32) -> String { String(cString: strerror(number)) }
}
