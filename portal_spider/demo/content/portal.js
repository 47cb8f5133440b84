// What the listings of a real portal leave to the browser: pagers, and rows that come as data.

function createPageHTML(count, current, name, ending) {
  for (let page = 0; page < count; page++) {
    const file = page ? `${name}_${page}.${ending}` : `${name}.${ending}`;
    document.write(page === current ? `<b>${page + 1}</b> ` : `<a href="${file}">${page + 1}</a> `);
  }
}

function jQuery(target) {
  if (typeof target === "function") return document.addEventListener("DOMContentLoaded", target);
  const box = document.querySelector(`[id="${target.slice(1)}"]`);
  const show = (xml) => {
    const records = [...xml.matchAll(/<!\[CDATA\[(.*?)\]\]>/gs)].map((match) => match[1]);
    box.insertAdjacentHTML("beforeend", `<ul class="list">${records.join("")}</ul>`);
  };
  return {
    async jpage({ totalRecord, perPage, groupSize, proxyUrl, ajaxParam }) {
      const block = perPage * groupSize;
      show(box.querySelector("script").textContent);
      for (let first = block + 1; first <= totalRecord; first += block) {
        const range = { startrecord: first, endrecord: first + block - 1, perpage: perPage };
        const url = `${proxyUrl}?${new URLSearchParams(range)}`;
        const answer = await fetch(url, { method: "POST", body: new URLSearchParams(ajaxParam) });
        show(await answer.text());
      }
    },
  };
}

document.addEventListener("DOMContentLoaded", async () => {
  const app = document.querySelector("#app");
  if (!app) return;
  const { SID, TREE } = window._CONFIG;
  app.innerHTML = "<ul class='list'></ul>";
  for (let page = 1, shown = 0; shown < TREE[0].post_count; page++) {
    const answer = await fetch(`/gkmlpt/api/all/${TREE[0].id}?page=${page}&sid=${SID}`);
    const { articles } = await answer.json();
    if (!articles.length) return;
    shown += articles.length;
    for (const { url, title, created_at } of articles) {
      const row = `<li><a href="${new URL(url).pathname}">${title}</a><span>${created_at}</span></li>`;
      app.firstChild.insertAdjacentHTML("beforeend", row);
    }
  }
});
