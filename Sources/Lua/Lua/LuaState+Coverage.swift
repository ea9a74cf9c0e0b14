import CLuaBridge

extension LuaState {
    /// Starts to count the lines that run; this takes about twice the time.
    public func countLines() { lb_count_lines(vm) }

    /// How often each line of a file ran since `countLines`, line 1 first; empty where none did.
    ///
    /// - Parameter file: the name under which it was loaded.
    public func lineCounts(of file: String) -> [UInt32] {
        var count = 0
        guard let counts = lb_line_counts(vm, file, &count) else { return [] }
        return Array(UnsafeBufferPointer(start: counts, count: count))
    }
}
