import COpenSSL

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One side of a DTLS association: datagrams in, datagrams out. It has neither a socket nor a clock.
///
/// - Source: RFC 6347; RFC 4279; RFC 5487; RFC 6655.
final class DTLSEngine {
    /// The state of the association.
    enum State: Hashable {
        case handshaking
        case open
        case ended(End)
    }

    /// Why an association ended.
    enum End: Hashable {
        /// The peer ended it with an alert of this number.
        case alert(UInt8)
        /// The peer closed an open association.
        case closed
        /// OpenSSL gave up, for this reason in its own words.
        case failure(String)
    }

    /// How far a handshake got.
    enum Progress: Hashable {
        /// Nothing has come from the peer.
        case nothingHeard
        /// Some messages went in both directions.
        case begun
        /// Only the peer's Finished is missing, which proves that it has the same key.
        case awaitingFinished
    }

    let role: DTLSRole
    private(set) var state = State.handshaking
    /// Receives the secrets of the association as lines of a key log file.
    var onSecret: ((String) -> Void)?
    /// On a server, the identity that the client gave.
    var clientIdentity: [UInt8]?
    /// The cookie that a client must send back before the server does any work for it.
    let cookie: [UInt8]
    /// How many times the peer's Finished arrived encrypted with a key other than ours.
    private(set) var rejectedFinished = 0

    private let ssl: OpaquePointer
    private let queues = DatagramBIO()
    private let context: DTLSContext
    private var alert: UInt8?
    private var hasHeard = false
    private let isVirtual: Bool
    private let screen: RecordScreen
    /// What to add to the sequence numbers of plain records: the client counts the records sent earlier.
    private var sequenceOffset: UInt64 = 0
    private var lastPlainSequence: UInt64 = 0

    // The size of a datagram that passes every Internet link unfragmented, RFC 8200 §5, less the IPv6 and UDP headers.
    private static let mtu = 1280 - 48
    /// The most that one record can carry.
    private static let recordLimit = 1 << 14

    /// An association that has sent nothing yet.
    ///
    /// - Parameters:
    ///   - session: the session to resume, if the server still has it.
    ///   - hello: the hello of a client whose cookie has been verified; the handshake continues from there. nil to ask
    ///     for a cookie.
    ///   - isVirtual: whether OpenSSL retransmits a flight whenever asked, whatever the system time.
    init(
        _ role: DTLSRole, context: DTLSContext, session: DTLSSession? = nil, hello: ClientHello? = nil, isVirtual: Bool
    ) throws(DTLSError) {
        ERR_clear_error()
        self.role = role
        self.context = context
        self.isVirtual = isVirtual
        var random = [UInt8](repeating: 0, count: 16)
        guard RAND_bytes(&random, 16) == 1, let ssl = SSL_new(context.pointer) else {
            throw DTLSError(.unavailable, "OpenSSL cannot make a connection: \(DTLSError.openSSLReason)")
        }
        cookie = hello.map { Array($0.cookie) } ?? random
        if case .server = role { screen = RecordScreen(isServer: true) } else { screen = RecordScreen(isServer: false) }
        self.ssl = ssl
        guard let bio = queues.makeBIO() else { throw DTLSError(.unavailable, "no memory for a connection") }
        SSL_set_bio(ssl, bio, bio)
        SSL_set_ex_data(ssl, 0, Unmanaged.passUnretained(self).toOpaque())
        copenssl_set_mtu(ssl, Self.mtu)
        if let session { SSL_set_session(ssl, session.pointer) }
        if case .server = role { SSL_set_accept_state(ssl) } else { SSL_set_connect_state(ssl) }
        SSL_set_info_callback(ssl) { ssl, place, value in
            // The low byte is the number of the alert, the next one its level.
            if place == 0x4004 { DTLSEngine.of(ssl)?.alert = UInt8(truncatingIfNeeded: value) }
        }
        // Microseconds until OpenSSL agrees to retransmit a flight; when it is actually sent is up to the owner.
        // OpenSSL treats the last 15 ms of a wait as over.
        DTLS_set_timer_cb(ssl) { ssl, _ in DTLSEngine.of(ssl)?.isVirtual == false ? 700_000 : 16_000 }
        noteIdentities()
        if let hello { catchUp(with: hello) }
    }

    deinit { SSL_free(ssl) }

    /// The engine that an association of OpenSSL belongs to.
    static func of(_ ssl: OpaquePointer?) -> DTLSEngine? {
        guard let ssl, let data = SSL_get_ex_data(ssl, 0) else { return nil }
        return Unmanaged<DTLSEngine>.fromOpaque(data).takeUnretainedValue()
    }

    /// Removes and returns the datagrams to send, in order.
    func takeOutgoing() -> [[UInt8]] {
        defer { queues.outgoing.removeAll() }
        for index in queues.outgoing.indices {
            DTLSRecord.renumber(&queues.outgoing[index], by: sequenceOffset)
            for record in DTLSRecord.records(in: queues.outgoing[index]) where record.epoch == 0 {
                lastPlainSequence = max(lastPlainSequence, record.sequence)
            }
        }
        return queues.outgoing
    }

    /// Produces the first flight of a client.
    func start() { shakeHands() }

    /// Handles any datagram from the peer; returns the application data in it.
    func receive(_ datagram: [UInt8]) -> [[UInt8]] {
        var received: [[UInt8]] = []
        for record in DTLSRecord.records(in: datagram) where isFit(record) {
            hasHeard = true
            queues.incoming = [Array(record.bytes)]
            if state == .handshaking { shakeHands(with: record) }
            while state == .open, let data = readRecord() { received.append(data) }
            queues.incoming.removeAll()
        }
        return received
    }

    private func isFit(_ record: DTLSRecord) -> Bool {
        switch state {
        case .handshaking: screen.passesHandshake(record, ssl)
        case .open: screen.passesOpen(record, ssl)
        case .ended: false
        }
    }

    /// Encrypts a datagram of the application; one sent before the handshake is complete is lost.
    func send(_ data: [UInt8]) {
        guard state == .open, !data.isEmpty, data.count <= Self.recordLimit else { return }
        ERR_clear_error()
        if SSL_write(ssl, data, Int32(data.count)) <= 0 { noteFailure() }
    }

    /// Produces the last flight of a handshake again.
    func retransmit() {
        guard state == .handshaking else { return }
        ERR_clear_error()
        var result = copenssl_handle_timeout(ssl)
        // The system clock must advance by a millisecond, whatever the virtual clock shows.
        for _ in 0..<100 where isVirtual && result == 0 {
            usleep(200)
            result = copenssl_handle_timeout(ssl)
        }
        if result < 0 { noteFailure() }
    }

    /// Produces the closing alert of an open association.
    func close() {
        ERR_clear_error()
        if state == .open { SSL_shutdown(ssl) }
        state = .ended(.closed)
    }

    /// Tells the peer that its last message could not be verified.
    ///
    /// - Source: RFC 4279 §2; RFC 5246 §7.2.2: decrypt_error.
    func refuseFinished() -> [UInt8] {
        lastPlainSequence += 1
        return DTLSRecord.plain(.alert, version: 0xFEFD, sequence: lastPlainSequence, [2, 51])
    }

    /// Whether the peer has announced encryption (ChangeCipherSpec) in an unfinished handshake.
    var hasChangedCipher: Bool { state == .handshaking && screen.hasChangedCipher(HandshakeStage(of: ssl)) }

    /// The stage of the handshake; it changes with each step.
    var stage: UInt32 { SSL_get_state(ssl).rawValue }

    /// The session that a later handshake may resume.
    var session: DTLSSession? { DTLSSession(of: ssl) }

    /// Whether the handshake resumed an older session.
    var isResumed: Bool { SSL_session_reused(ssl) == 1 }

    /// The negotiated cipher under OpenSSL's name, `PSK-AES128-CCM8`.
    var cipher: String {
        guard let cipher = SSL_get_current_cipher(ssl), let name = SSL_CIPHER_get_name(cipher) else { return "none" }
        return String(cString: name)
    }

    var progress: Progress {
        guard hasHeard else { return .nothingHeard }
        return switch HandshakeStage(of: ssl) {
        case .finishedWritten, .sessionTicketRead, .changeOfCipherRead, .clientKeyExchangeRead: .awaitingFinished
        case .finishedRead: screen.isServer ? .begun : .awaitingFinished
        default: .begun
        }
    }

    /// Replays to OpenSSL how a client got its cookie. The listener that asked for the cookie kept nothing.
    private func catchUp(with hello: ClientHello) {
        for sequence in 0..<hello.messageSequence {
            queues.incoming = [ClientHello.blank(messageSequence: sequence)]
            shakeHands()
        }
        queues.incoming.removeAll()
        queues.outgoing.removeAll()
        sequenceOffset = hello.recordSequence - min(hello.recordSequence, UInt64(hello.messageSequence))
    }

    /// Lets a server read a client's identity from the message itself: OpenSSL passes on only what precedes a zero
    /// byte.
    private func noteIdentities() {
        guard case .server = role else { return }
        SSL_set_msg_callback(ssl) { isSent, _, content, bytes, count, ssl, _ in
            guard isSent == 0, content == SSL3_RT_HANDSHAKE, let bytes, let engine = DTLSEngine.of(ssl) else { return }
            let message = [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
            let body = message.dropFirst(HandshakeFragment.headLength)
            guard message.first == HandshakeFragment.Kind.clientKeyExchange.rawValue, body.count >= 2 else { return }
            let length = Int(body.number(at: body.startIndex, bytes: 2))
            engine.clientIdentity = Array(body.dropFirst(2).prefix(length))
        }
    }

    private func shakeHands(with record: DTLSRecord) {
        let isFinished = record.epoch == 1 && record.content == .handshake
        shakeHands()
        if isFinished, state == .handshaking { rejectedFinished += 1 }
    }

    private func shakeHands() {
        ERR_clear_error()
        queues.outgoingOnceDry = nil
        let result = SSL_do_handshake(ssl)
        // What OpenSSL writes after it has read everything is a flight that it repeats by the system's clock.
        if isVirtual, let count = queues.outgoingOnceDry { queues.outgoing.removeSubrange(count...) }
        if result == 1 { state = .open } else { noteFailure(result) }
    }

    private func readRecord() -> [UInt8]? {
        ERR_clear_error()
        var result: Int32 = 0
        let data = [UInt8](unsafeUninitializedCapacity: Self.recordLimit) { buffer, count in
            result = SSL_read(ssl, buffer.baseAddress, Int32(buffer.count))
            count = max(0, Int(result))
        }
        if result > 0 { return data }
        noteFailure(result)
        return nil
    }

    /// Notes why a call to OpenSSL failed; waiting for more datagrams is not a failure.
    private func noteFailure(_ result: Int32 = -1) {
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: ERR_clear_error()
        case SSL_ERROR_ZERO_RETURN: state = .ended(.closed)
        default:
            let reason = DTLSError.openSSLReason
            state = .ended(alert.map(End.alert) ?? .failure(reason))
        }
    }
}

/// What OpenSSL reads from and writes to instead of a socket: two queues that keep datagrams separate.
final class DatagramBIO {
    /// Datagrams from the peer that OpenSSL has not read yet.
    var incoming: [[UInt8]] = []
    /// Datagrams for the peer.
    var outgoing: [[UInt8]] = []
    /// How many datagrams there were for the peer when OpenSSL first found none to read; nil if it always found one.
    var outgoingOnceDry: Int?

    /// A BIO that works on these queues; they must outlive it. nil if out of memory.
    func makeBIO() -> OpaquePointer? {
        guard let method = Self.method, let bio = BIO_new(method) else { return nil }
        BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
        BIO_set_init(bio, 1)
        return bio
    }

    private static func queues(_ bio: OpaquePointer?) -> DatagramBIO? {
        BIO_get_data(bio).map { Unmanaged<DatagramBIO>.fromOpaque($0).takeUnretainedValue() }
    }

    // It is made once and never changed, so any thread may use it.
    private nonisolated(unsafe) static let method: OpaquePointer? = {
        let sourceOrSink: Int32 = 0x0400
        guard let method = BIO_meth_new(BIO_get_new_index() | sourceOrSink, "datagrams") else { return nil }
        BIO_meth_set_create(method) { _ in 1 }
        BIO_meth_set_destroy(method) { _ in 1 }
        BIO_meth_set_write(method) { bio, bytes, count in
            guard let queues = DatagramBIO.queues(bio), let bytes, count >= 0 else { return -1 }
            queues.outgoing.append([UInt8](UnsafeRawBufferPointer(start: bytes, count: Int(count))))
            return count
        }
        BIO_meth_set_read(method) { bio, bytes, room in
            copenssl_clear_retry(bio)
            guard let queues = DatagramBIO.queues(bio), let bytes, room > 0 else { return -1 }
            guard !queues.incoming.isEmpty else {
                copenssl_set_retry_read(bio)
                if queues.outgoingOnceDry == nil { queues.outgoingOnceDry = queues.outgoing.count }
                return -1
            }
            let datagram = queues.incoming.removeFirst()
            // As with a socket, bytes that do not fit are lost.
            let count = min(datagram.count, Int(room))
            datagram.withUnsafeBytes {
                UnsafeMutableRawPointer(bytes).copyMemory(from: $0.baseAddress!, byteCount: count)
            }
            return Int32(count)
        }
        BIO_meth_set_ctrl(method) { _, command, _, _ in
            // The size of datagrams is set on the connection; there is nothing to ask here.
            command == BIO_CTRL_FLUSH ? 1 : 0
        }
        return method
    }()
}
