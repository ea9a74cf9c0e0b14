/// Something that an Object did, besides answering.
public enum HostEvent: Hashable, Sendable {
    /// `lua_send_urc`: the text after `+ULWM2MNOTIFY: `. Bytes that are not UTF-8 are replaced.
    case urc(String)
    /// `lua_send_pulse`: the GPIO id.
    case pulse(pin: Int64)
    /// `lua_system_reboot`.
    case reboot
    /// `lua_system_factory_reset`.
    case factoryReset
    /// `print`, with the file and line that called it.
    case print(text: String, file: String, line: Int)
    /// A fault of a script or an oddity in what it answered, for the log: `object_x.lua:41: /3300/0/5700 read by ...`.
    case log(String)
}
