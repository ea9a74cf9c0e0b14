#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The variables of the environment.
package enum Environment {
    /// The value of a variable; nil if it is not set.
    package static func value(of name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
