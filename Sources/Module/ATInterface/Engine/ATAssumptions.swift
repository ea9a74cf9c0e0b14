/// What no source says about the command line and its commands. Each choice stands here once, so that the answer of a
/// real module can replace it.
enum ATAssumptions {
    // MARK: - The line

    /// A command that the module does not have; the manual names this one and 4.
    static let unknownCommand = CMECode.unknown
    /// A parameter out of range, a wrong number of them, a form that the command does not have.
    static let syntaxError = CMECode.operationNotSupported
    /// What an aborted command ends with.
    static let abortedText = "ABORTED"
    /// Characters that wait while a command that cannot be aborted works, in bytes; more are lost.
    static let typeAhead = 65_536
    /// Bytes that wait for the host to take them; from so many on no further command is handled, and URCs are lost.
    static let mostOutput = 65_536
    /// Whether SARA-R5 with `+IPR=0` keeps its URCs until the first command, as UBX-20009652 R02 §13 says. A
    /// pseudoterminal has no speed to find out, and a host that waits for URCs after a reset would wait forever.
    static let holdsURCsWhileAutobauding = false
    /// Silence that ends an upload, in seconds (UBX-17003787 R13 §16.2).
    static let uploadTimeout = 20.0
    /// Whether an upload ends, and its bytes are lost, when the host closes the port: on a cable the line DTR would
    /// tell. Else what the next host types would be data until 20 s are silent.
    static let hangUpEndsUpload = true
    /// The prompt of an upload, after CR LF.
    static let prompt = ">"
    /// From the end of the command line to the prompt, in seconds: the line feed of a host that ends its lines with
    /// CR LF comes before it and is not data.
    static let promptTime = 0.01

    /// What a command changed could not be saved: the flash is full or cannot be written.
    static let notSaved = CMECode.memoryFailure

    // MARK: - LwM2M

    /// The client does not run: it is off, not ready, or still makes its database.
    static let clientNotReady = CMECode.operationNotAllowed
    /// A path or JSON that is wrong, something that is not there, a read that is too long, a script that refused.
    static let refusedByModel = CMECode.operationNotSupported
    /// A Short Server ID that no server has.
    static let unknownServer = CMECode.operationNotSupported
    /// `<verbosity_mask>` if it is left out.
    static let omittedMask = 1
    /// `+ULWM2MPULSE` on a pin that is not in mode 25.
    static let pulseOnOtherMode = CMECode.gpioMode

    // MARK: - Updates of the firmware

    /// Whether `AT+ULWM2M=0` is refused if no download runs that it could cancel; the manual does not say so.
    static let refusesCancellingNothing = false
    /// Whether `+UFOTASTAT` has to be set again after an update, as `+ULWM2MSTAT` has to (UBX-20033314 R03 §3.7).
    static let updateForgetsItsReports = false

    // MARK: - Network

    /// From full functionality to a registered module, in seconds.
    static let registrationTime = 0.5
    /// A search for networks, `+COPS=?`, in seconds.
    static let networkSearchTime = 5.0
    /// From a registration to the end of its signalling connection, `+CSCON: 0`, in seconds.
    static let signallingTime = 10.0
    /// Within this time after its line a command that may be aborted is not: what a host still sends then belongs to
    /// the line (V.250 §5.6.1), in seconds.
    static let unabortableTime = 0.125
    /// The status that `+CGREG?` gives on an LTE network.
    static let packetDomainStatus = 4
    /// What `+CEREG: 4` of SARA-R410M-02B and SARA-R412M-02B names between the area and the cell.
    static let mobilityEntity = "01"
    /// The bands of LTE-M and of NB-IoT from the factory.
    static let bands = "185473183"
    /// SARA-R5 has a second mask for each technology, the bands above 64.
    static let upperBands = "0"
    /// `+CPSMS` from the factory.
    static let powerSaving = "0,,,\"01000111\",\"00000000\""
    /// The value of `+CEDRXS` if it is left out: 81.92 s on LTE-M (3GPP TS 24.008 §10.5.5.32).
    static let discontinuousReception = "0101"
    /// The paging time window that the network grants: 5.12 s on LTE-M.
    static let pagingTimeWindow = "0011"
    /// How far the power that `+CSQ` tells lies above the strength that Object 4 and `+UCGED` show, in dB. Together with the
    /// next one that is 18 dB, as for one of the 72 subcarriers of an LTE-M carrier and all of them.
    static let powerAboveSignal = 7
    /// How far the power of the reference signals that `+CESQ` tells lies below it, in dB.
    static let referenceBelowSignal = 11
    /// What `+UCGED?` of a new SARA-R5 answers; the others answer 0.
    static let cellInformationOnR5 = "2"
    /// A search that names every cell, `+COPS=5`, exists on SARA-R5 alone.
    static let deepSearchMode = 5
    /// Whether the access point that the network gives stands in `+CGDCONT?` of a SARA-R5 whose host has named none.
    static let showsGivenAPNOnR5 = true
    /// The access point that the network gives if the host names none.
    static let givenAPN = "internet"
    /// The address of a context that is active.
    static let address = "10.0.0.2"

    // MARK: - Identity

    /// The software version number, `ATI` of SARA-R4 and `+CGSN` of SARA-R5.
    static let softwareVersionNumber = "01"
}
