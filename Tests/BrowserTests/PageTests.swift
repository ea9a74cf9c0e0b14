import Foundation
import TestSupport
import Testing

/// The page of a module in a real browser: what a person sees and does there. `Browser/page_cases.py` has the cases.
@Suite(.serialized) struct PageTests {
    static let cases = [
        "shows_the_module_and_its_objects",
        "carries_out_commands_and_marks_changes",
        "shows_messages_decoded",
        "keeps_markup_of_scripts_as_text",
        "comes_back_by_itself",
        "two_pages_see_what_each_does",
        "ten_pages_at_once",
        "thousands_of_entries_scroll",
        "fits_every_width",
        "each_view_keeps_its_structure",
        "can_be_read_light_and_dark",
        "its_parts_have_roles_and_an_order",
        "is_used_by_keys_alone",
        "draws_numbers_and_when_servers_were_told",
        "lights_the_lamps_of_pins",
        "says_why_a_notification_was_not_sent",
        "shows_who_may_do_what",
        "follows_values_that_change_without_an_event",
        "takes_files_that_are_dropped",
        "changes_time_and_surroundings",
        "lists_files_and_room",
        "keeps_a_run_as_a_page_and_for_wireshark",
        "shows_a_server_and_its_clients",
        "asks_a_client_everything_and_shows_each_message",
    ]

    @Test(arguments: cases) func holdsInABrowser(_ name: String) throws {
        let script = Corpus.checkout.appendingPathComponent("Tests/BrowserTests/Browser/page_cases.py").path
        let run = try Program.run("/usr/bin/env", ["python3", "-B", script, Program.path, name], in: Corpus.checkout)
        #expect(run.exitCode == 0, "\(run.standardError.suffix(2000))")
    }

    @Test func everyCaseIsRun() throws {
        let text = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("Tests/BrowserTests/Browser/page_cases.py"),
            encoding: .utf8)
        let named = text.components(separatedBy: "@case\ndef ").dropFirst().map {
            String($0.prefix { $0 != "(" })
        }
        #expect(named == Self.cases)
    }
}
