import CLuaBridge

/// A Lua state with its sandbox, memory and limits. It has one owner at a time and is used from one thread at a time.
package final class LuaState {
    /// What the scripts can access outside of Lua.
    package struct World {
        /// Called with a line that a script printed, and the file and line of the call.
        package var printed: (_ text: String, _ file: String, _ line: Int) -> Void = { _, _, _ in }
        /// The text for `require NAME` and the file name to show for it; nil if there is no such module.
        package var module: (_ name: String) -> (text: [UInt8], file: String)? = { _ in nil }
        /// Seconds since 1970, for `os.time` and `os.date`.
        package var unixTime: () -> Int64 = { 0 }
        /// Seconds of work, for `os.clock`.
        package var processorTime: () -> Double = { 0 }

        package init() {}
    }

    /// What the library says of itself, `$LuaVersion: Lua 5.3.6  Copyright ...`, at its place in memory.
    package static var libraryIdentity: UnsafePointer<CChar> { lb_lua_ident() }

    /// What the scripts can access outside of Lua. May be changed between calls.
    package var world = World()
    /// Bytes, instructions and seconds; a change takes effect at the next call.
    package var limits: LuaLimits { didSet { lb_set_limits(vm, limits.bridged) } }

    /// What texts were compiled to by other states; nil if this one compiles for itself.
    package var sharedCode: SharedCode?

    /// The VM; with an image, made the active one of those that share its address.
    var vm: OpaquePointer {
        if let member { lb_activate(member) }
        return soleVM
    }
    var hostFunctions: [(LuaArguments) throws(LuaError) -> [LuaValue]] = []
    var compiled: [String: CompiledSource] = [:]
    /// The names that `keepName` keeps.
    var names: [LuaReference] = []
    /// Keeps the bytes that `require` reads alive until the next one.
    var moduleText: UnsafeMutableBufferPointer<CChar>?
    var moduleFile: UnsafeMutableBufferPointer<CChar>?

    /// A state with the sandbox in place and nothing else.
    ///
    /// - throws: `.memory` if the limit or the machine's memory is too small for it.
    package init(limits: LuaLimits = LuaLimits()) throws(LuaError) {
        self.limits = limits
        let box = HostBox()
        guard let vm = lb_open(limits.bridged, box.callbacks) else {
            // An empty state takes far less than 256 KiB: beyond that it is not the limit that refuses it.
            let isSmall = limits.memory < 256 << 10
            throw LuaError(
                .memory,
                isSmall ? "a Lua state does not fit into \(limits.memory) bytes" : LuaError.noSystemMemory)
        }
        soleVM = vm
        self.box = box
        box.state = self
    }

    /// A state that begins as another one was when its image was made, and shares the memory that it does not write.
    ///
    /// References to values of that state work in this one too. Functions of the host have to be provided anew, in the
    /// same order, with `provide`.
    ///
    /// - throws: `.memory` if the system has none.
    package init(from image: LuaImage, seed: UInt64) throws(LuaError) {
        let origin = image.state
        limits = origin.limits
        limits.seed = seed
        sharedCode = origin.sharedCode
        let box = HostBox()
        guard let member = lb_begin_from_image(origin.soleVM, box.callbacks, seed) else {
            throw LuaError(.memory, LuaError.noSystemMemory)
        }
        (soleVM, self.member, self.image) = (origin.soleVM, member, image)
        self.box = box
        box.state = self
    }

    deinit {
        if let member, image != nil { lb_end_member(member) } else { lb_close(vm) }
        moduleText?.deallocate()
        moduleFile?.deallocate()
    }

    private let box: HostBox
    private let soleVM: OpaquePointer
    /// Its place among the states that share an address; nil if it is alone.
    private(set) var member: OpaquePointer?
    /// What it began from.
    private var image: LuaImage?

    /// Makes it the state of an image.
    ///
    /// - throws: `.memory` if the system has none, or cannot move memory.
    fileprivate func beginImage() throws(LuaError) {
        guard let member = lb_make_image(vm) else {
            throw LuaError(.memory, "the system keeps no image of a Lua state")
        }
        self.member = member
    }

    /// Gives back the memory that it shares with its image and only reads; it comes back by itself.
    package func rest() { if let member { lb_rest(member) } }

    /// Collects all that is garbage now; not from inside a call.
    package func collect() { lb_collect(vm) }

    /// Bytes that Lua holds now.
    package var memoryUse: Int { lb_memory_use(vm) }

    /// Whether a script has used or set the random numbers.
    package var hasDrawnRandomNumbers: Bool { lb_has_drawn(vm) }

    /// Whether a limit of the running call has been reached, so that a host function must return.
    package var isOver: Bool { lb_is_over(vm) }

    /// Whether the last error that a `pcall` or `xpcall` of a script caught came from a shortage of memory.
    package var hasCaughtShortage: Bool { lb_caught(vm) == LB_MEMORY }

    /// Counts what a host function outputs for the running call: a URC, a line of the log.
    ///
    /// - throws: `.runtime` that names the limit; then nothing may be output.
    package func countEmission(of bytes: Int) throws(LuaError) {
        if let words = lb_emit(vm, bytes) { throw LuaError(.runtime, String(cString: words)) }
    }

    /// Keeps the whole Lua heap as it is now, for `restore`. Not from inside a call.
    ///
    /// - throws: `.memory` if the system has no room for the copy.
    package func snapshot() throws(LuaError) {
        guard lb_snapshot(vm) else { throw LuaError(.memory, "no room to keep the state of the scripts") }
    }

    /// Keeps the whole Lua heap as it is now, above the last snapshot, to which `dropSnapshot` goes back.
    ///
    /// - throws: `.memory` without a snapshot, or if the system has no room for the copy.
    package func snapshotAbove() throws(LuaError) {
        guard lb_snapshot_above(vm) else { throw LuaError(.memory, "no room to keep the state of the scripts") }
    }

    /// Forgets the last `snapshotAbove`, and restores the Lua heap to the snapshot below. Not from inside a call.
    ///
    /// - throws: `.memory` if there is none below.
    package func dropSnapshot() throws(LuaError) {
        guard lb_drop_snapshot(vm) else { throw LuaError(.memory, "there is no kept state to go back to") }
    }

    /// Restores the Lua heap to the last `snapshot`; the cost depends on the pages touched since, not on the size of
    /// the heap.
    ///
    /// References to functions made since are void. Not from inside a call.
    ///
    /// - throws: `.memory` without a snapshot.
    package func restore() throws(LuaError) {
        guard lb_restore(vm) else { throw LuaError(.memory, "there is no kept state to go back to") }
    }

    /// Starts counting the lines that run; scripts then take about twice as long.
    package func countLines() { lb_count_lines(vm) }

    /// How often each line of a file has run since `countLines`, line 1 first; empty if none has.
    ///
    /// - Parameter file: the name under which it was loaded.
    package func lineCounts(of file: String) -> [UInt32] {
        var count = 0
        guard let counts = lb_line_counts(vm, file, &count) else { return [] }
        return Array(UnsafeBufferPointer(start: counts, count: count))
    }
}

/// A state as it was at one moment, from which other states begin. It lives as long as any of them.
package final class LuaImage {
    fileprivate let state: LuaState

    /// The image of a state as it is now, without a snapshot and without coverage; not from inside a call.
    ///
    /// - throws: `.memory` if the system has none, or cannot move memory.
    package init(of state: LuaState) throws(LuaError) {
        self.state = state
        try state.beginImage()
    }
}

extension LuaLimits {
    /// Freed blocks keep their size, so the heap may use more addresses than it holds bytes.
    var bridged: lb_limits {
        let memory = max(memory, 0)
        return lb_limits(
            memory: memory, reserve: min(memory, 1 << 36) * 4 + (4 << 20), instructions: Int64(instructions),
            is_exact: isExact, seconds: seconds, patience: patience, answer: max(answer, 0),
            emission: max(emission, 0), emissions: max(emissions, 0), seed: seed,
            pause: Int32(clamping: pause))
    }
}

/// What one Lua state may use.
package struct LuaLimits: Hashable, Sendable {
    /// Bytes that the state may hold at one time.
    package var memory: Int
    /// Instructions for each call from outside; 0 means no limit.
    package var instructions: Int
    /// Whether every instruction is counted. If not, the first few milliseconds of a call are free, and scripts run
    /// half as fast again.
    package var isExact: Bool
    /// Seconds of wall-clock time for each outermost call; 0 means no limit.
    package var seconds: Double
    /// Seconds after that limit until the program ends with exit code 3, because a call has still not returned.
    package var patience = 30.0
    /// Bytes of one value that leaves the state, with everything below it: a string counts as often as it is
    /// referenced.
    package var answer: Int
    /// Bytes that one call may output by `print` and host functions; all calls within an outermost one may output four
    /// times that.
    package var emission: Int
    /// How often one call may output something.
    var emissions: Int
    /// How far the heap may grow before it is collected again, in percent of what was live; 0 for Lua's own, 200. Less
    /// makes a smaller state and more work.
    package var pause = 0
    /// Where `math.random` starts.
    package var seed: UInt64

    /// The limits of an emulated module: 8 MiB, 10 million instructions, 5 seconds.
    ///
    /// - Parameters:
    ///   - answer: by default half of the memory.
    ///   - emission: by default a quarter of the memory.
    package init(
        memory: Int = 8 << 20, instructions: Int = 10_000_000, isExact: Bool = false, seconds: Double = 5,
        answer: Int? = nil, emission: Int? = nil, emissions: Int = 10_000, seed: UInt64 = 0
    ) {
        self.memory = memory
        self.instructions = instructions
        self.isExact = isExact
        self.seconds = seconds
        self.answer = answer ?? memory / 2
        self.emission = emission ?? memory / 4
        self.emissions = emissions
        self.seed = seed
    }
}
