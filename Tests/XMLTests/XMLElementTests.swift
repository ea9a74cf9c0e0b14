import Testing
import XML

/// Elements become the documents that build servers read.
struct XMLElementTests {
    @Test func writesOneElementALine() {
        let document = XMLElement(
            "suites", ["name": "a \"b\" <c> & d\ne\té"],
            children: [
                XMLElement("case", ["time": "1"]),
                XMLElement("case", children: [XMLElement("failure", text: "1 < 2 & \"3\"\n4 \u{1B}[0m\r")]),
            ])
        #expect(
            document.document() == """
                <?xml version="1.0" encoding="UTF-8"?>
                <suites name="a &quot;b&quot; &lt;c&gt; &amp; d&#10;e&#9;é">
                  <case time="1"/>
                  <case>
                    <failure>1 &lt; 2 &amp; "3"
                4 \\x1b[0m&#13;</failure>
                  </case>
                </suites>

                """)
    }

    @Test func namesTheTypeOfTheDocument() {
        #expect(
            XMLElement("coverage").document(doctype: "http://example.com/c.dtd") == """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE coverage SYSTEM "http://example.com/c.dtd">
                <coverage/>

                """)
    }

    @Test(arguments: [("", ""), ("a<b>&c", "a&lt;b&gt;&amp;c"), ("\"é\"", "\"é\""), ("\u{0}\u{FFFF}", "\\x00\u{FFFD}")])
    func escapes(_ text: String, _ escaped: String) {
        #expect(XMLElement.escaped(text) == escaped)
    }
}
