/// What no source specifies about the command line and its commands. Each choice is made once, here, so that the answer
/// of a real module can replace it.
enum ATAssumptions {
    // MARK: - The line

    /// A command that the module does not have; the manual mentions both this code and 4.
    static let unknownCommand = CMECode.unknown
    /// A parameter out of range, a wrong number of parameters, or a form that the command does not have.
    static let syntaxError = CMECode.operationNotSupported
    /// What an aborted command ends with.
    static let abortedText = "ABORTED"
    /// The number of bytes kept while a command that cannot be aborted is running; any more are lost.
    static let typeAhead = 65_536
    /// The number of bytes waiting for the host at which no further command is handled and URCs are lost.
    static let mostOutput = 65_536
    /// Whether SARA-R5 with `+IPR=0` holds its URCs until the first command, as UBX-20009652 R02 §13 says. A
    /// pseudoterminal has no speed to detect, and a host that waits for URCs after a reset would wait forever.
    static let holdsURCsWhileAutobauding = false
    /// Silence that ends an upload, in seconds (UBX-17003787 R13 §16.2).
    static let uploadTimeout = 20.0
    /// Whether an upload ends, and its bytes are lost, when the host closes the port: on a cable the DTR line would
    /// signal this. Otherwise the next host's input would be data until 20 s of silence.
    static let hangUpEndsUpload = true
    /// The prompt of an upload, after CR LF.
    static let prompt = ">"
    /// From the end of the command line to the prompt, in seconds: the line feed of a host that ends its lines with CR
    /// LF arrives before it and is not data.
    static let promptTime = 0.01

    /// What a command changed could not be saved: the flash is full or not writable.
    static let notSaved = CMECode.memoryFailure

    /// Whether 1 of `+UFACTORY` erases as much as 2; the guide only names 2, so a part that 1 would leave is not known.
    static let partialFactoryResetErasesAll = true

    /// A command that reads files of a tag whose files are only written and removed: as for a tag that does not exist.
    static let unreadableTag = syntaxError

    // MARK: - LwM2M

    /// Whether a blank replaces a byte of `lua_send_urc` on the line: what would end the line, and NUL.
    static func isBlankInNotification(_ byte: UInt8) -> Bool { byte == 0 || byte == 10 || byte == 13 }

    /// The client is not running: it is off, not ready, or still building its database.
    static let clientNotReady = CMECode.operationNotAllowed
    /// An invalid path or JSON, something that does not exist, a read that is too long, or a refusal by a script.
    static let refusedByModel = CMECode.operationNotSupported
    /// A Short Server ID that no server has.
    static let unknownServer = CMECode.operationNotSupported
    /// `<verbosity_mask>` if it is left out.
    static let omittedMask = 1
    /// `+ULWM2MPULSE` on a pin that is not in mode 25.
    static let pulseOnOtherMode = CMECode.gpioMode

    // MARK: - Updates of the firmware

    /// Whether `AT+ULWM2M=0` is refused if there is no download to cancel; the manual does not say so.
    static let refusesCancellingNothing = false
    /// Whether `+UFOTASTAT` must be set again after an update, as `+ULWM2MSTAT` must (UBX-20033314 R03 §3.7).
    static let updateForgetsItsReports = false

    // MARK: - Network

    /// From full functionality to a registered module, in seconds.
    static let registrationTime = 0.5
    /// The duration of a network search, `+COPS=?`, in seconds.
    static let networkSearchTime = 5.0
    /// From a registration to the end of its signalling connection, `+CSCON: 0`, in seconds.
    static let signallingTime = 10.0
    /// An abortable command cannot be aborted for this long after its line, in seconds: what a host sends in that time
    /// still belongs to the line (V.250 §5.6.1).
    static let unabortableTime = 0.125
    /// The status that `+CGREG?` reports on an LTE network.
    static let packetDomainStatus = 4
    /// What `+CEREG: 4` of SARA-R410M-02B and SARA-R412M-02B shows between the area and the cell.
    static let mobilityEntity = "01"
    /// The factory bands of LTE-M and of NB-IoT.
    static let bands = "185473183"
    /// The second mask of SARA-R5 for each technology: the bands above 64.
    static let upperBands = "0"
    /// The factory value of `+CPSMS`.
    static let powerSaving = "0,,,\"01000111\",\"00000000\""
    /// The value of `+CEDRXS` if it is left out: 81.92 s on LTE-M (3GPP TS 24.008 §10.5.5.32).
    static let discontinuousReception = "0101"
    /// The paging time window that the network grants: 5.12 s on LTE-M.
    static let pagingTimeWindow = "0011"
    /// How far the power that `+CSQ` reports lies above the strength that Object 4 and `+UCGED` show, in dB. Together
    /// with the next value that is 18 dB, the ratio of all 72 subcarriers of an LTE-M carrier to one of them.
    static let powerAboveSignal = 7
    /// How far the power of the reference signals that `+CESQ` reports lies below it, in dB.
    static let referenceBelowSignal = 11
    /// What `+UCGED?` answers on a new SARA-R5; the others answer 0.
    static let cellInformationOnR5 = "2"
    /// A search that lists every cell, `+COPS=5`, exists only on SARA-R5.
    static let deepSearchMode = 5
    /// Whether `+CGDCONT?` of a SARA-R5 shows the access point assigned by the network if the host has set none.
    static let showsGivenAPNOnR5 = true
    /// The access point that the network assigns if the host sets none.
    static let givenAPN = "internet"
    /// The address of an active context.
    static let address = "10.0.0.2"

    // MARK: - Identity

    /// The software version number: `ATI` on SARA-R4 and `+CGSN` on SARA-R5.
    static let softwareVersionNumber = "01"
}
