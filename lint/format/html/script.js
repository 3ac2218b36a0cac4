"use strict";
// Filters what the page shows. Without it the page shows everything.
(function () {
	var form = document.getElementById("filter");
	if (!form) return;
	var all = function (selector, within) { return Array.from((within || document).querySelectorAll(selector)); };
	var rows = all(".offices tbody tr");
	var findings = all(".finding");
	var output = form.querySelector("output");
	var names = {};
	rows.forEach(function (row) { names[row.dataset.file] = row.dataset.name.toLowerCase(); });

	function apply() {
		var rule = form.elements.rule.value;
		var office = form.elements.office.value.trim().toLowerCase();
		var severities = all("input[name=severity]", form);
		var wanted = severities.filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
		var byFinding = rule !== "" || wanted.length < severities.length;
		var shown = 0, hits = {};
		findings.forEach(function (finding) {
			var file = finding.closest(".file").dataset.file;
			var hit = names[file].includes(office) && (rule === "" || finding.dataset.rule === rule) && wanted.includes(finding.dataset.severity);
			finding.hidden = !hit;
			if (hit) { shown++; hits[file] = true; }
		});
		all(".group").forEach(function (group) { group.hidden = !group.querySelector(".finding:not([hidden])"); });
		all(".file").forEach(function (file) { file.hidden = !hits[file.dataset.file]; });
		rows.forEach(function (row) { row.hidden = !names[row.dataset.file].includes(office) || byFinding && !hits[row.dataset.file]; });
		all("td .mark").forEach(function (mark) { mark.hidden = document.getElementById(mark.hash.slice(1)).hidden; });
		all("td.bad, td.related").forEach(function (cell) { cell.classList.toggle("quiet", !cell.querySelector(".mark:not([hidden])")); });
		form.classList.toggle("active", byFinding || office !== "");
		output.textContent = shown === 0 ? output.dataset.none
			: output.dataset.showing.replace("%d", shown).replace("%d", output.dataset.total);
	}

	form.addEventListener("input", apply);
	form.addEventListener("submit", function (event) { event.preventDefault(); });
	form.addEventListener("reset", function () { setTimeout(apply); });
	form.hidden = false;
	apply();
})();
