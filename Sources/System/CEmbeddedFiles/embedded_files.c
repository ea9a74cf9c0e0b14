// A new file needs an array with its content and a row in the table.
#include "embedded_files.h"

// #embed is from C23; clang supports it in all modes, with a warning.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char lwm2m_object_table[] = {
#embed "../../../objects/lwm2m_object_table.lua"
};
static const unsigned char lwm2m_defs[] = {
#embed "../../../objects/lwm2m_defs.lua"
};
static const unsigned char utils[] = {
#embed "../../../objects/utils.lua"
};
static const unsigned char object_apn_connection_profile[] = {
#embed "../../../objects/object_apn_connection_profile.lua"
};
static const unsigned char object_att_connectivity_extension[] = {
#embed "../../../objects/object_att_connectivity_extension.lua"
};
static const unsigned char object_cellular_connectivity[] = {
#embed "../../../objects/object_cellular_connectivity.lua"
};
static const unsigned char object_connectivity_monitoring[] = {
#embed "../../../objects/object_connectivity_monitoring.lua"
};
static const unsigned char object_connectivity_statistics[] = {
#embed "../../../objects/object_connectivity_statistics.lua"
};
static const unsigned char object_devcapmgmt[] = {
#embed "../../../objects/object_devcapmgmt.lua"
};
static const unsigned char object_device[] = {
#embed "../../../objects/object_device.lua"
};
static const unsigned char object_firmware_update[] = {
#embed "../../../objects/object_firmware_update.lua"
};
static const unsigned char object_generic_sensor[] = {
#embed "../../../objects/object_generic_sensor.lua"
};
static const unsigned char object_hostdevice[] = {
#embed "../../../objects/object_hostdevice.lua"
};
static const unsigned char object_hostdeviceinfo[] = {
#embed "../../../objects/object_hostdeviceinfo.lua"
};
static const unsigned char object_interval_data_delivery[] = {
#embed "../../../objects/object_interval_data_delivery.lua"
};
static const unsigned char object_location[] = {
#embed "../../../objects/object_location.lua"
};
static const unsigned char object_lwm2m_access_control[] = {
#embed "../../../objects/object_lwm2m_access_control.lua"
};
static const unsigned char object_lwm2m_security[] = {
#embed "../../../objects/object_lwm2m_security.lua"
};
static const unsigned char object_lwm2m_server[] = {
#embed "../../../objects/object_lwm2m_server.lua"
};
static const unsigned char object_lwm2m_software_component[] = {
#embed "../../../objects/object_lwm2m_software_component.lua"
};
static const unsigned char object_portfolio[] = {
#embed "../../../objects/object_portfolio.lua"
};
static const unsigned char instances[] = {
#embed "../../Module/ObjectHost/Lua/instances.lua"
};
static const unsigned char template_definition[] = {
#embed "../../../generator/ObjectWriter/Templates/definition.xml"
};
static const unsigned char template_custom_file[] = {
#embed "../../../generator/ObjectWriter/Templates/custom_file.lua"
};
static const unsigned char template_custom_write[] = {
#embed "../../../generator/ObjectWriter/Templates/custom_write.lua"
};
static const unsigned char template_custom_tests[] = {
#embed "../../../generator/ObjectWriter/Templates/custom_tests.lua"
};
static const unsigned char template_ci[] = {
#embed "../../../generator/ObjectWriter/Templates/ci.sh"
};
static const unsigned char template_workflow[] = {
#embed "../../../generator/ObjectWriter/Templates/workflow.yml"
};
static const unsigned char template_gitlab[] = {
#embed "../../../generator/ObjectWriter/Templates/gitlab.yml"
};
static const unsigned char template_pre_commit[] = {
#embed "../../../generator/ObjectWriter/Templates/pre-commit"
};
static const unsigned char template_luarc[] = {
#embed "../../../generator/ObjectWriter/Templates/luarc.json"
};
static const unsigned char template_luacheckrc[] = {
#embed "../../../generator/ObjectWriter/Templates/luacheckrc"
};
static const unsigned char template_project[] = {
#embed "../../../generator/ObjectWriter/Templates/xlwm2m.json"
};
static const unsigned char template_library[] = {
#embed "../../../generator/ObjectWriter/Templates/library.lua"
};
static const unsigned char template_library_test[] = {
#embed "../../../generator/ObjectWriter/Templates/library_test.lua"
};
static const unsigned char testing_places[] = {
#embed "../../Tools/ObjectTesting/Lua/places.lua"
};
static const unsigned char testing_format[] = {
#embed "../../Tools/ObjectTesting/Lua/format.lua"
};
static const unsigned char testing_compare[] = {
#embed "../../Tools/ObjectTesting/Lua/compare.lua"
};
static const unsigned char testing_difference[] = {
#embed "../../Tools/ObjectTesting/Lua/difference.lua"
};
static const unsigned char testing_xunit[] = {
#embed "../../Tools/ObjectTesting/Lua/xunit.lua"
};
static const unsigned char testing_assert[] = {
#embed "../../Tools/ObjectTesting/Lua/assert.lua"
};
static const unsigned char testing_suite[] = {
#embed "../../Tools/ObjectTesting/Lua/suite.lua"
};
static const unsigned char testing_device[] = {
#embed "../../Tools/ObjectTesting/Lua/device.lua"
};
static const unsigned char testing_target[] = {
#embed "../../Tools/ObjectTesting/Lua/target.lua"
};
static const unsigned char testing_record[] = {
#embed "../../Tools/ObjectTesting/Lua/record.lua"
};
static const unsigned char testing_luaunit[] = {
#embed "../../Tools/ObjectTesting/Lua/luaunit.lua"
};
static const unsigned char testing_match[] = {
#embed "../../Tools/ObjectTesting/Lua/match.lua"
};
static const unsigned char testing_spy[] = {
#embed "../../Tools/ObjectTesting/Lua/spy.lua"
};
static const unsigned char testing_declared[] = {
#embed "../../Tools/ObjectTesting/Lua/declared.lua"
};
static const unsigned char testing_contract[] = {
#embed "../../Tools/ObjectTesting/Lua/contract.lua"
};
static const unsigned char testing_contract_resource[] = {
#embed "../../Tools/ObjectTesting/Lua/contract_resource.lua"
};
static const unsigned char fleet_words[] = {
#embed "../../Tools/Fleet/Lua/fleet.lua"
};
static const unsigned char page_page_html[] = {
#embed "../../Tools/LivePage/Web/page.html"
};
static const unsigned char page_page_css[] = {
#embed "../../Tools/LivePage/Web/page.css"
};
static const unsigned char page_base_js[] = {
#embed "../../Tools/LivePage/Web/base.js"
};
static const unsigned char page_link_js[] = {
#embed "../../Tools/LivePage/Web/link.js"
};
static const unsigned char page_coap_js[] = {
#embed "../../Tools/LivePage/Web/coap.js"
};
static const unsigned char page_timeline_js[] = {
#embed "../../Tools/LivePage/Web/timeline.js"
};
static const unsigned char page_objects_js[] = {
#embed "../../Tools/LivePage/Web/objects.js"
};
static const unsigned char page_panels_js[] = {
#embed "../../Tools/LivePage/Web/panels.js"
};
static const unsigned char page_charts_js[] = {
#embed "../../Tools/LivePage/Web/charts.js"
};
static const unsigned char page_actions_js[] = {
#embed "../../Tools/LivePage/Web/actions.js"
};
static const unsigned char page_server_js[] = {
#embed "../../Tools/LivePage/Web/server.js"
};
static const unsigned char page_main_js[] = {
#embed "../../Tools/LivePage/Web/main.js"
};

#define FILE(name, array) {name, array, sizeof array}

static const embedded_file table[] = {
    FILE("objects/lwm2m_object_table.lua", lwm2m_object_table),
    FILE("objects/lwm2m_defs.lua", lwm2m_defs),
    FILE("objects/utils.lua", utils),
    FILE("objects/object_apn_connection_profile.lua", object_apn_connection_profile),
    FILE("objects/object_att_connectivity_extension.lua", object_att_connectivity_extension),
    FILE("objects/object_cellular_connectivity.lua", object_cellular_connectivity),
    FILE("objects/object_connectivity_monitoring.lua", object_connectivity_monitoring),
    FILE("objects/object_connectivity_statistics.lua", object_connectivity_statistics),
    FILE("objects/object_devcapmgmt.lua", object_devcapmgmt),
    FILE("objects/object_device.lua", object_device),
    FILE("objects/object_firmware_update.lua", object_firmware_update),
    FILE("objects/object_generic_sensor.lua", object_generic_sensor),
    FILE("objects/object_hostdevice.lua", object_hostdevice),
    FILE("objects/object_hostdeviceinfo.lua", object_hostdeviceinfo),
    FILE("objects/object_interval_data_delivery.lua", object_interval_data_delivery),
    FILE("objects/object_location.lua", object_location),
    FILE("objects/object_lwm2m_access_control.lua", object_lwm2m_access_control),
    FILE("objects/object_lwm2m_security.lua", object_lwm2m_security),
    FILE("objects/object_lwm2m_server.lua", object_lwm2m_server),
    FILE("objects/object_lwm2m_software_component.lua", object_lwm2m_software_component),
    FILE("objects/object_portfolio.lua", object_portfolio),
    FILE("Sources/Module/ObjectHost/Lua/instances.lua", instances),
    FILE("generator/ObjectWriter/Templates/definition.xml", template_definition),
    FILE("generator/ObjectWriter/Templates/custom_file.lua", template_custom_file),
    FILE("generator/ObjectWriter/Templates/custom_write.lua", template_custom_write),
    FILE("generator/ObjectWriter/Templates/custom_tests.lua", template_custom_tests),
    FILE("generator/ObjectWriter/Templates/ci.sh", template_ci),
    FILE("generator/ObjectWriter/Templates/workflow.yml", template_workflow),
    FILE("generator/ObjectWriter/Templates/gitlab.yml", template_gitlab),
    FILE("generator/ObjectWriter/Templates/pre-commit", template_pre_commit),
    FILE("generator/ObjectWriter/Templates/luarc.json", template_luarc),
    FILE("generator/ObjectWriter/Templates/luacheckrc", template_luacheckrc),
    FILE("generator/ObjectWriter/Templates/xlwm2m.json", template_project),
    FILE("generator/ObjectWriter/Templates/library.lua", template_library),
    FILE("generator/ObjectWriter/Templates/library_test.lua", template_library_test),
    FILE("Sources/Tools/ObjectTesting/Lua/places.lua", testing_places),
    FILE("Sources/Tools/ObjectTesting/Lua/format.lua", testing_format),
    FILE("Sources/Tools/ObjectTesting/Lua/compare.lua", testing_compare),
    FILE("Sources/Tools/ObjectTesting/Lua/difference.lua", testing_difference),
    FILE("Sources/Tools/ObjectTesting/Lua/xunit.lua", testing_xunit),
    FILE("Sources/Tools/ObjectTesting/Lua/assert.lua", testing_assert),
    FILE("Sources/Tools/ObjectTesting/Lua/suite.lua", testing_suite),
    FILE("Sources/Tools/ObjectTesting/Lua/device.lua", testing_device),
    FILE("Sources/Tools/ObjectTesting/Lua/target.lua", testing_target),
    FILE("Sources/Tools/ObjectTesting/Lua/record.lua", testing_record),
    FILE("Sources/Tools/ObjectTesting/Lua/luaunit.lua", testing_luaunit),
    FILE("Sources/Tools/ObjectTesting/Lua/match.lua", testing_match),
    FILE("Sources/Tools/ObjectTesting/Lua/spy.lua", testing_spy),
    FILE("Sources/Tools/ObjectTesting/Lua/declared.lua", testing_declared),
    FILE("Sources/Tools/ObjectTesting/Lua/contract.lua", testing_contract),
    FILE("Sources/Tools/ObjectTesting/Lua/contract_resource.lua", testing_contract_resource),
    FILE("Sources/Tools/Fleet/Lua/fleet.lua", fleet_words),
    FILE("Sources/Tools/LivePage/Web/page.html", page_page_html),
    FILE("Sources/Tools/LivePage/Web/page.css", page_page_css),
    FILE("Sources/Tools/LivePage/Web/base.js", page_base_js),
    FILE("Sources/Tools/LivePage/Web/link.js", page_link_js),
    FILE("Sources/Tools/LivePage/Web/coap.js", page_coap_js),
    FILE("Sources/Tools/LivePage/Web/timeline.js", page_timeline_js),
    FILE("Sources/Tools/LivePage/Web/objects.js", page_objects_js),
    FILE("Sources/Tools/LivePage/Web/panels.js", page_panels_js),
    FILE("Sources/Tools/LivePage/Web/charts.js", page_charts_js),
    FILE("Sources/Tools/LivePage/Web/actions.js", page_actions_js),
    FILE("Sources/Tools/LivePage/Web/server.js", page_server_js),
    FILE("Sources/Tools/LivePage/Web/main.js", page_main_js),
    {NULL, NULL, 0},
};

const embedded_file *embedded_files_table(void) { return table; }
