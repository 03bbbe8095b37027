'use strict';
/* Makes the tables of the report sortable and filterable. Everything stands in the page already; without this
 * script nothing is missing but convenience. */
(() => {
    const collator = new Intl.Collator(document.documentElement.lang, {numeric: true, sensitivity: 'base'});
    const number = new Intl.NumberFormat(document.documentElement.lang);
    const WORTH_A_FILTER = 8; /* fewer rows are seen at a glance */

    const valueOf = (row, column) => row.cells[column].textContent.trim();
    const numberOf = (text) => Number(text.replace(/[.,]/g, ''));

    function compareBy(column, kind, direction) {
        return (a, b) => {
            const left = valueOf(a, column), right = valueOf(b, column);
            /* An empty cell goes last in both directions: nobody looks for it. */
            if (!left || !right)
                return (left ? 0 : 1) - (right ? 0 : 1);
            const order = kind === 'number' ? numberOf(left) - numberOf(right) : collator.compare(left, right);
            return direction * order;
        };
    }

    function sortTable(table, header) {
        const direction = header.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
        for (const other of header.parentNode.cells)
            other.removeAttribute('aria-sort');
        header.setAttribute('aria-sort', direction === 1 ? 'ascending' : 'descending');
        const body = table.tBodies[0];
        const rows = Array.from(body.rows);
        rows.sort(compareBy(header.cellIndex, header.dataset.sort, direction));
        body.append(...rows);
    }

    function makeSortable(table) {
        for (const header of table.tHead.rows[0].cells) {
            if (!header.dataset.sort)
                continue;
            const button = document.createElement('button');
            button.type = 'button';
            button.append(...header.childNodes);
            header.append(button);
            button.addEventListener('click', () => sortTable(table, header));
        }
    }

    function makeFilter(sheet, table) {
        const rows = Array.from(table.tBodies[0].rows, (row) => ({
            row, text: Array.from(row.cells, (cell) => cell.textContent).join(' ').toLowerCase(),
        }));
        const box = sheet.querySelector('.filter');
        const input = box.querySelector('input');
        const output = box.querySelector('output');

        function apply() {
            /* "Two words" in quotes are looked for as they stand; so is what follows a quote that is still open. */
            const words = (input.value.toLowerCase().match(/"[^"]*"?|[^\s"]+/g) || [])
                .map((word) => word.replace(/"/g, '')).filter(Boolean);
            let shown = 0;
            for (const {row, text} of rows) {
                row.hidden = !words.every((word) => text.includes(word));
                shown += row.hidden ? 0 : 1;
            }
            const template = words.length ? output.dataset.some : output.dataset.all;
            output.textContent = words.length || rows.length !== 1
                ? template.replace('{1}', number.format(words.length ? shown : rows.length))
                    .replace('{2}', number.format(rows.length)) : '';
        }

        input.addEventListener('input', apply);
        input.addEventListener('keydown', (event) => {
            if (event.key === 'Escape') {
                input.value = '';
                apply();
            }
        });
        box.hidden = rows.length < WORTH_A_FILTER;
        apply();
        return (text) => {
            input.value = text;
            box.hidden = false;
            apply();
            input.focus();
        };
    }

    /* A box that scrolls must be in reach of the keyboard, and say what it is; one that does not is no stop. */
    function watchWidth(box, table) {
        new ResizeObserver(() => {
            const scrolls = box.scrollWidth > box.clientWidth;
            for (const [name, value] of [['tabindex', '0'], ['role', 'region'], ['aria-labelledby', table.caption.id]])
                if (scrolls)
                    box.setAttribute(name, value);
                else
                    box.removeAttribute(name);
        }).observe(box);
    }

    const filters = new Map();
    for (const sheet of document.querySelectorAll('.sheet')) {
        const table = sheet.querySelector('table');
        makeSortable(table);
        watchWidth(sheet.querySelector('.scroll'), table);
        filters.set(sheet.id, makeFilter(sheet, table));
    }
    for (const link of document.querySelectorAll('a[data-filter]'))
        link.addEventListener('click', (event) => {
            /* Following the link as well would take the focus away from the filter again. */
            event.preventDefault();
            const id = link.hash.slice(1);
            document.getElementById(id).scrollIntoView();
            filters.get(id)(link.dataset.filter);
        });
})();
