import FileSystem
import Testing

struct UserFoldersTests {
    @Test(arguments: [
        (["XDG_STATE_HOME": "/state", "HOME": "/home/me"], "/state/xlwm2m"),
        (["XDG_STATE_HOME": "state", "HOME": "/home/me"], "/home/me/.local/state/xlwm2m"),
        (["XDG_STATE_HOME": "", "HOME": "/home/me"], "/home/me/.local/state/xlwm2m"),
        (["HOME": "home"], nil),
        ([:], nil),
    ]) func stateIsInAnAbsoluteFolder(variables: [String: String], folder: String?) {
        #expect(UserFolders.state(by: { variables[$0] }) == folder)
    }
}
