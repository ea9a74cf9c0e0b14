/// The download of new firmware and its installation, on the module's clock. Nothing is fetched and nothing is flashed.
///
/// The State of the Firmware Update Object's script says what is wanted; this value follows it, and returns what is to
/// be done. A value without a clock of its own: every call receives the time, and between calls `nextDeadline` says
/// when `step` has something to do.
///
/// - Source: LwM2M 1.0.1 appendix E.6.
package struct FirmwareUpdate: Hashable, Sendable {
    /// The values of `/5/0/3`.
    package enum State: Int64, Hashable, Sendable, CaseIterable {
        case idle, downloading, downloaded, updating
    }

    /// What a server wrote to start a download.
    package enum Package: Hashable, Sendable {
        /// Resource 0: the complete package.
        case content
        /// Resource 1: where it can be fetched.
        case uri(String)
    }

    /// The state of the update.
    package enum Phase: Hashable, Sendable {
        case idle
        /// The share received so far, in percent.
        case downloading(Int)
        /// The download ends with this Update Result.
        case refusing(result: Int)
        case downloaded
        /// The module will reset soon, to install the package.
        case installing
    }

    /// The current phase.
    package private(set) var phase = Phase.idle
    /// Whether the module can reach its network; without it a download pauses.
    package private(set) var isOnline: Bool
    /// When something next happens on its own, in seconds; nil if nothing is due.
    package private(set) var nextDeadline: Double?
    /// Where the package comes from.
    private var uri: String?

    /// A value with no update in progress.
    package init(isOnline: Bool = true) { self.isOnline = isOnline }

    /// Whether a download is in progress.
    package var isDownloading: Bool {
        switch phase {
        case .downloading, .refusing: true
        case .idle, .downloaded, .installing: false
        }
    }

    // MARK: - What servers want

    /// The client started, and the Object has kept this State.
    ///
    /// - Parameter isInstalled: whether the boot installed a package.
    package mutating func begin(_ state: State, isInstalled: Bool, at time: Double) -> [FirmwareUpdateEffect] {
        self = FirmwareUpdate(isOnline: isOnline)
        if isInstalled {
            return [.end(result: 1)] + (UpdateAssumptions.reportsInstallation ? [.report(.downloaded)] : [])
        }
        switch state {
        case .idle: return []
        case .downloading: return [.end(result: UpdateAssumptions.resultOfReset), .report(.failed)]
        case .downloaded, .updating: return follow(state, nil, at: time)
        }
    }

    /// Something in the Object was written or executed.
    ///
    /// - Parameters:
    ///   - state: the State that its script derived from it.
    ///   - package: what was written, if it was a package.
    package mutating func follow(_ state: State, _ package: Package?, at time: Double) -> [FirmwareUpdateEffect] {
        switch (state, phase) {
        case (_, .installing): return []
        case (.idle, _): return leave(for: .idle)
        case (.downloading, _):
            guard let package, !isDownloading || package != uri.map(Package.uri) else { return [] }
            return leave(for: .idle) + download(package, at: time)
        case (.downloaded, .downloading):
            // It was fetched by other means.
            move(to: .downloaded)
            return [.report(.downloaded)]
        case (.downloaded, _): return leave(for: .downloaded)
        case (.updating, _):
            let effects = leave(for: .installing)
            nextDeadline = time + UpdateAssumptions.resetDelay
            return effects + [.order]
        }
    }

    /// `AT+ULWM2M=0` on the types that have it only for updates; nil if there is nothing to cancel.
    package mutating func cancel() -> [FirmwareUpdateEffect]? {
        guard isDownloading else { return nil }
        return [.end(result: UpdateAssumptions.resultOfCancel)] + leave(for: .idle)
    }

    private mutating func download(_ package: Package, at time: Double) -> [FirmwareUpdateEffect] {
        switch package {
        case .content:
            move(to: .downloaded)
            return [.report(.triggered), .keepPackage, .report(.downloaded)]
        case .uri(let uri):
            self.uri = uri
            if let result = PackageURI.refusal(of: uri) {
                move(to: .refusing(result: result), at: time + UpdateAssumptions.refusalTime)
            } else {
                move(to: .downloading(0), at: isOnline ? time + UpdateAssumptions.stepTime : nil)
            }
            return [.report(.triggered)]
        }
    }

    private mutating func leave(for next: Phase) -> [FirmwareUpdateEffect] {
        let effects: [FirmwareUpdateEffect] = isDownloading ? [.report(.failed)] : []
        move(to: next)
        return effects
    }

    private mutating func move(to phase: Phase, at deadline: Double? = nil) {
        self.phase = phase
        nextDeadline = deadline
    }

    // MARK: - Time

    /// Does the next thing that is due; nil if nothing is. Call it again until it returns nil.
    package mutating func step(to time: Double) -> [FirmwareUpdateEffect]? {
        guard let deadline = nextDeadline, deadline <= time else { return nil }
        switch phase {
        case .downloading(let percent):
            let next = percent + UpdateAssumptions.step
            guard next < 100 else {
                move(to: .downloaded)
                return [.keepPackage, .report(.downloaded)]
            }
            move(to: .downloading(next), at: deadline + UpdateAssumptions.stepTime)
            return [.report(.progress(next))]
        case .refusing(let result): return [.end(result: result)] + leave(for: .idle)
        case .installing:
            nextDeadline = nil
            return [.reset]
        case .idle, .downloaded:
            nextDeadline = nil
            return []
        }
    }

    /// The network became available or was lost.
    package mutating func setOnline(_ isOnline: Bool, at time: Double) -> [FirmwareUpdateEffect] {
        guard isOnline != self.isOnline else { return [] }
        self.isOnline = isOnline
        guard case .downloading(let percent) = phase else { return [] }
        nextDeadline = isOnline ? time + UpdateAssumptions.stepTime : nil
        return [.report(isOnline ? .progress(percent) : .paused(percent))]
    }
}

/// What the owner of a firmware update must do, in order.
package enum FirmwareUpdateEffect: Hashable, Sendable {
    /// Report it on the line, if the host has enabled that.
    case report(UpdateEvent)
    /// Write State 2, downloaded.
    case keepPackage
    /// Write Update Result; the script of the Object changes its State.
    case end(result: Int)
    /// The next boot installs the package, whatever causes it.
    case order
    /// Reset the module.
    case reset
}

/// How the module judges a Package URI before it fetches anything.
///
/// - Source: LwM2M 1.0.1 appendix E.6, Resources 1 and 5.
enum PackageURI {
    /// Its maximum length in bytes.
    private static let longest = 255

    /// The Update Result with which a download from a URI ends: 7 for an invalid URI, 9 for an unsupported protocol;
    /// nil if it can be fetched.
    static func refusal(of text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count <= longest, bytes.allSatisfy({ $0 > 32 && $0 < 127 }), let colon = bytes.firstIndex(of: 58),
            isScheme(bytes[..<colon])
        else { return 7 }
        guard UpdateAssumptions.schemes.contains(text.prefix(colon).lowercased()) else { return 9 }
        let rest = text.dropFirst(colon + 1)
        guard rest.hasPrefix("//") else { return 7 }
        let host = rest.dropFirst(2).prefix { !"/?#".contains($0) }
        return host.isEmpty || host.hasPrefix(":") ? 7 : nil
    }

    /// A letter, then letters, digits, `+`, `-` and `.` (RFC 3986 §3.1).
    private static func isScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, isLetter(first) else { return false }
        return bytes.allSatisfy { isLetter($0) || (48...57).contains($0) || [43, 45, 46].contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 32) }
}
