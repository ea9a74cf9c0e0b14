/// A session of a module, which its port owns.
struct AttachedSession {
    weak var session: ATSession?
}
