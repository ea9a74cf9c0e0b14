public import LwM2M
public import LwM2MClient
public import Modem

/// Something that happened in the module without having been asked for, or beside the answer.
public enum ModuleEvent: Hashable, Sendable {
    /// The life cycle went on; the state is the new one.
    case state(LifeCycleState)
    /// What the client as a whole reports, `+ULWM2MSTAT` with the events 4 and 5.
    case client(ClientEvent)
    /// What happens with a server, `+ULWM2MSTAT` with the events 0 to 3 and 6.
    case server(ServerEvent)
    /// What happens with an update of the firmware, `+UFOTASTAT` and the old form of `+ULWM2MSTAT`.
    case update(UpdateEvent)
    /// `lua_send_urc`: the text after `+ULWM2MNOTIFY: `.
    case notify(String)
    /// `lua_send_pulse`: the GPIO id.
    case pulse(pin: Int64)
    /// `print` of a script, with the file and line that called it.
    case print(text: String, file: String, line: Int)
    /// A fault of a script or of the flash, in words.
    case log(String)
    /// `lua_system_factory_reset`: the next boot leads back to the factory profile.
    case factoryReset
    /// The module goes off, to boot again.
    case restart(RestartReason)
    /// The Objects changed.
    case changed(DataModelChange)
    /// What became of a file with an Object that was to be loaded, where somebody has to hear of it.
    case load(LoadReport)
    /// NVM has its factory values again: what was read from `settings` is void.
    case settingsErased
}
